/** Scenes brought to a project's grid: which grid, where its pixels lie in a scene, resampling. */
@NullMarked
package org.heartwood.ingest.warp;

import org.jspecify.annotations.NullMarked;
