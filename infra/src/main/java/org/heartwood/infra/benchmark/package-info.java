/** How fast Heartwood is, beside its peers, on data that anybody can make again. */
@NullMarked
package org.heartwood.infra.benchmark;

import org.jspecify.annotations.NullMarked;
