package org.heartwood.inference.external;

/**
 * The network's output for one image of a batch.
 *
 * @param batch the output for all images, image × channel × row × column
 * @param start where this image begins
 * @param channels of every image
 * @param pixels of every channel
 */
@SuppressWarnings("ArrayRecordComponent") // a view that lives for one loop, never compared
record OutputImage(float[] batch, int start, int channels, int pixels) {
  float at(int channel, int pixel) {
    return batch[start + channel * pixels + pixel];
  }
}
