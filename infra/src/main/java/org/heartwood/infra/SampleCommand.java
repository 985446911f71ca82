package org.heartwood.infra;

import picocli.CommandLine.Command;

/** {@code heartwood sample}: reference points for an area that stands on more than a map. */
@Command(
    name = "sample",
    description = "Draws reference points to label, and estimates areas from the labels.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SampleDesignCommand.class, SampleEstimateCommand.class})
final class SampleCommand {}
