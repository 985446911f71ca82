package org.heartwood.ingest.review;

/**
 * What one source of a dossier turned out to be.
 *
 * @param pointer its place in the dossier, a JSON pointer
 * @param name file or address
 * @param found what it holds, on one line
 */
public record SourceReview(String pointer, String name, String found) {}
