/**
 * Change with dates: detectors that watch the series of a pixel, say when something was first seen
 * and when it was confirmed, and can be brought up to date by one more scene. Everything but the
 * job and its table is plain Java on primitive arrays.
 */
@NullMarked
package org.heartwood.verification.detect;

import org.jspecify.annotations.NullMarked;
