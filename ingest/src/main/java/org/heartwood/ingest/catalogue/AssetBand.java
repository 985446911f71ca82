package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One band of an asset: {@code value = stored × scale + offset}.
 *
 * @param name such as {@code B04}
 * @param commonName such as {@code red}
 * @param centerWavelengthUm centre of the band, µm, > 0
 * @param scale finite and not 0; null where the catalogue is silent, which does not say that it is
 *     1
 * @param offset finite; null where the catalogue is silent
 * @param noData stored value of pixels without data; may be NaN
 * @param dataType such as {@code uint16}
 * @param unit of the value after scaling
 */
public record AssetBand(
    @Nullable String name,
    @Nullable String commonName,
    @Nullable Double centerWavelengthUm,
    @Nullable Double scale,
    @Nullable Double offset,
    @Nullable Double noData,
    @Nullable String dataType,
    @Nullable String unit)
    implements Serializable {}
