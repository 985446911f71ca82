package org.heartwood.verification.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * Which bands of a file are which inputs of a model. Without a choice, bands are matched by their
 * descriptions, and where the file names none of the inputs, by their order if there are as many.
 *
 * @param inputs names of inputs of the model
 * @param bands the band of each, 0-based
 */
record InputBands(List<String> inputs, List<Integer> bands) {
  InputBands {
    inputs = List.copyOf(inputs);
    bands = List.copyOf(bands);
  }

  /** What a file offers to a model that has a name and takes some inputs. */
  private record Offer(GeoTiffSource file, String model, List<String> inputs) {
    InputException refusal(String why) {
      List<String> found =
          IntStream.range(0, file.bands())
              .mapToObj(i -> (i + 1) + (name(i).isEmpty() ? "" : " \"" + name(i) + "\""))
              .toList();
      return new InputException(
          file.file()
              + ": "
              + why
              + "; the file has the bands "
              + found
              + ", "
              + model
              + " takes "
              + inputs
              + "; choose with --bands, one band for each input in this order, or INPUT=BAND,...");
    }

    String name(int band) {
      return file.bandNames().get(band);
    }

    int byName(String name) {
      for (int i = 0; i < file.bands(); i++) {
        if (name(i).equalsIgnoreCase(name)) {
          return i;
        }
      }
      return -1;
    }

    /** A band's number, counted from 1, or its description. */
    int band(String wanted) {
      int named = byName(wanted);
      if (named >= 0) {
        return named;
      }
      if (wanted.matches("\\d{1,6}")) {
        int number = Integer.parseInt(wanted);
        if (number >= 1 && number <= file.bands()) {
          return number - 1;
        }
      }
      throw refusal("has no band " + wanted);
    }
  }

  /**
   * A band for every input of a model.
   *
   * @param choice one band for each input, by number from 1 or by description; or {@code
   *     INPUT=BAND} for each; empty to match them
   * @throws InputException if a band is missing, or it is not clear which is which
   */
  static InputBands all(
      GeoTiffSource file, String model, List<ModelCard.InputBand> inputs, List<String> choice) {
    InputBands found = some(file, model, inputs, choice);
    Offer offer = offer(file, model, inputs);
    for (String input : offer.inputs()) {
      if (!found.inputs().contains(input)) {
        throw offer.refusal("no band is said to be " + input);
      }
    }
    return found;
  }

  /** As {@link #all}, for as many of the inputs as the file has; at least one. */
  static InputBands some(
      GeoTiffSource file, String model, List<ModelCard.InputBand> inputs, List<String> choice) {
    Offer offer = offer(file, model, inputs);
    if (choice.isEmpty()) {
      return matched(offer);
    }
    boolean named = choice.stream().allMatch(entry -> entry.indexOf('=') > 0);
    if (named) {
      return byInput(offer, choice);
    }
    if (choice.size() != offer.inputs().size()) {
      throw offer.refusal("--bands names " + choice.size() + " bands");
    }
    return distinct(offer, offer.inputs(), choice.stream().map(offer::band).toList());
  }

  private static Offer offer(GeoTiffSource file, String model, List<ModelCard.InputBand> inputs) {
    return new Offer(file, model, inputs.stream().map(ModelCard.InputBand::name).toList());
  }

  private static InputBands matched(Offer offer) {
    List<String> found = offer.inputs().stream().filter(name -> offer.byName(name) >= 0).toList();
    if (!found.isEmpty()) {
      return distinct(offer, found, found.stream().map(offer::byName).toList());
    }
    if (offer.file().bands() != offer.inputs().size()) {
      throw offer.refusal("has " + offer.file().bands() + " bands and names none of the inputs");
    }
    return new InputBands(
        offer.inputs(), IntStream.range(0, offer.inputs().size()).boxed().toList());
  }

  private static InputBands byInput(Offer offer, List<String> choice) {
    List<String> chosen = new ArrayList<>();
    List<Integer> bands = new ArrayList<>();
    for (String input : offer.inputs()) {
      for (String entry : choice) {
        int equals = entry.indexOf('=');
        if (entry.substring(0, equals).equalsIgnoreCase(input)) {
          chosen.add(input);
          bands.add(offer.band(entry.substring(equals + 1)));
        }
      }
    }
    List<String> known =
        offer.inputs().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (String entry : choice) {
      String input = entry.substring(0, entry.indexOf('='));
      if (!known.contains(input.toLowerCase(Locale.ROOT))) {
        throw offer.refusal("the model has no input " + input);
      }
    }
    return distinct(offer, chosen, bands);
  }

  private static InputBands distinct(Offer offer, List<String> inputs, List<Integer> bands) {
    if (inputs.stream().distinct().count() != inputs.size()
        || bands.stream().distinct().count() != bands.size()) {
      throw offer.refusal("a band or an input is named twice");
    }
    return new InputBands(inputs, bands);
  }
}
