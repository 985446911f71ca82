package org.heartwood.verification.finding;

import org.jspecify.annotations.Nullable;

/**
 * A verdict in words.
 *
 * @param verdict the verdict
 * @param headline it in one sentence
 * @param reason why this verdict and no other
 * @param wouldSettle data that would settle the question; absent when it is settled
 */
public record Answer(
    Verdict verdict, String headline, String reason, @Nullable String wouldSettle) {}
