package org.heartwood.verification.monitor;

import org.heartwood.ingest.scene.DatedImage;

/**
 * A file that an image's values come from.
 *
 * @param band what it holds: a band's name or number, or a mask
 * @param location where it lies
 * @param checksum algorithm and digest, {@code sha-256:…}; empty where nobody stated one
 * @param product product and version; empty where nobody stated them
 */
record ImageFile(DatedImage image, String band, String location, String checksum, String product) {}
