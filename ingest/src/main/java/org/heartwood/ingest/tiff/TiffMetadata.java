package org.heartwood.ingest.tiff;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a GeoTIFF says about itself in GDAL's metadata (tag 42112): its plain items, and the unit
 * and the description of each band. The text is not parsed as XML: only items in the form that GDAL
 * writes are found, no entity is looked up beyond the five of XML, and everything else is passed
 * over.
 *
 * @param items items of the whole file, name to text
 * @param units unit of bands that state one, by band, counted from 0
 * @param descriptions description of bands that have one, by band, counted from 0
 */
public record TiffMetadata(
    Map<String, String> items, Map<Integer, String> units, Map<Integer, String> descriptions) {
  static final int MOST_BYTES = 1 << 20;

  private static final Pattern ITEM =
      Pattern.compile("<Item ([^<>]{1,300})>([^<>]{0,4000})</Item>");
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\w{1,20})=\"([^\"]{0,200})\"");
  private static final int MOST_BANDS = 1 << 16;

  public TiffMetadata {
    items = sorted(items);
    units = sorted(units);
    descriptions = sorted(descriptions);
  }

  private static <K extends Comparable<K>> SortedMap<K, String> sorted(Map<K, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  static TiffMetadata of(String text) {
    Map<String, String> items = new TreeMap<>();
    Map<Integer, String> units = new TreeMap<>();
    Map<Integer, String> descriptions = new TreeMap<>();
    Matcher item = ITEM.matcher(text);
    while (item.find()) {
      Map<String, String> attributes = new TreeMap<>();
      Matcher attribute = ATTRIBUTE.matcher(item.group(1));
      while (attribute.find()) {
        attributes.put(attribute.group(1), attribute.group(2));
      }
      String name = attributes.getOrDefault("name", "");
      String sample = attributes.getOrDefault("sample", "");
      String value = unescaped(unescaped(item.group(2)));
      String role = attributes.getOrDefault("role", "");
      if (!role.isEmpty() && sample.matches("\\d{1,5}")) {
        int band = Integer.parseInt(sample);
        if (band < MOST_BANDS && role.equals("unittype")) {
          units.put(band, value);
        } else if (band < MOST_BANDS && role.equals("description")) {
          descriptions.put(band, value);
        }
      } else if (sample.isEmpty() && !name.isEmpty() && !attributes.containsKey("domain")) {
        items.put(name, value);
      }
    }
    return new TiffMetadata(items, units, descriptions);
  }

  /** GDAL escapes once more than XML asks for; a text without entities stays as it is. */
  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }
}
