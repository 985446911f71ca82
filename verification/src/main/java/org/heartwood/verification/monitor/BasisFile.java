package org.heartwood.verification.monitor;

/**
 * A file that stands behind areas or densities.
 *
 * @param role what it is
 * @param path as the dossier names it
 */
record BasisFile(String role, String path) {}
