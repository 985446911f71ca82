/**
 * From trees to tonnes: tree lists, wood density, height curves, Chave's tree biomass, a plot's
 * biomass density with its error, and the model that gives biomass density from canopy height.
 */
@NullMarked
package org.heartwood.inference.biomass;

import org.jspecify.annotations.NullMarked;
