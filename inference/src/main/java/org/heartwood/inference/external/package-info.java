/**
 * Models that users bring: a folder with a STAC item (Machine Learning Model extension) and a
 * TorchScript or ONNX file. The item is checked against the file, the file's digest against a list
 * of allowed ones, and every forward pass against what the item declares.
 */
@NullMarked
package org.heartwood.inference.external;

import org.jspecify.annotations.NullMarked;
