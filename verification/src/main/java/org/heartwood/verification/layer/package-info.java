/**
 * What a person opens in a GIS: cloud-optimised GeoTIFFs, one styled GeoPackage a project, and the
 * palette both share with the report.
 */
@NullMarked
package org.heartwood.verification.layer;

import org.jspecify.annotations.NullMarked;
