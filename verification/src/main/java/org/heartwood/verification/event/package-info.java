/**
 * Events: connected pixels that changed at about the same time, whole across tiles, with area,
 * shape, speed, what became of them and a guess of the cause with its evidence.
 */
@NullMarked
package org.heartwood.verification.event;

import org.jspecify.annotations.NullMarked;
