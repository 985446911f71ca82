package org.heartwood.ingest.tiff;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a file's bands are called: GDAL keeps descriptions in an XML document in tag 42112. They are
 * a convenience of the writer, so a document that cannot be read names no band.
 */
final class BandNames {
  private static final int MAX_BYTES = 1 << 20;

  private BandNames() {}

  /** One name a band, empty where it has none. */
  static List<String> of(Directory directory, int bands) {
    List<String> names = new ArrayList<>(Collections.nCopies(bands, ""));
    long bytes = directory.count(Tag.GDAL_METADATA);
    if (bytes == 0 || bytes > MAX_BYTES) {
      return names;
    }
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader xml =
          factory.createXMLStreamReader(
              new StringReader(directory.text(Tag.GDAL_METADATA, MAX_BYTES)));
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && "description".equals(xml.getAttributeValue(null, "role"))) {
          int band = Integer.parseInt(xml.getAttributeValue(null, "sample"));
          if (band >= 0 && band < bands) {
            names.set(band, xml.getElementText().strip());
          }
        }
      }
    } catch (XMLStreamException | NumberFormatException e) {
      return Collections.nCopies(bands, "");
    }
    return names;
  }
}
