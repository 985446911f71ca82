package org.heartwood.ingest.boundary;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.heartwood.ingest.boundary.BoundaryDocument.Format;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the polygons of KML 2.0 to 2.3 (OGC 12-007r2), and of a KMZ: its {@code doc.kml}, or else
 * its first KML, and what that links to inside the archive. A document type declaration is refused,
 * so no entity is ever resolved; nothing outside the archive is fetched. Longitude and latitude are
 * on WGS 84 by the format. An altitude of 0 is how most programs write that there is none.
 */
final class KmlReader {
  private static final int MAX_DEPTH = 64;
  private static final Pattern NAMESPACE =
      Pattern.compile(
          "https?://(www\\.)?(opengis\\.net/kml/2\\.[0-9]|earth\\.google\\.com/kml/2\\.[0-9]"
              + "|google\\.com/kml/ext/2\\.2)");

  private final String source;
  private final @Nullable ZipEntries archive;
  private final ReadLimits limits;
  private final ProblemLog log = new ProblemLog();
  private final FeatureBuilder builder =
      new FeatureBuilder(log, FileCrs.STATED_LON_LAT, FeatureBuilder.Winding.ANY);
  private final List<String> entries = new ArrayList<>();
  private XMLStreamReader xml;
  private int placemarks;
  private int depth;

  private KmlReader(
      String source, InputStream first, @Nullable ZipEntries archive, ReadLimits limits)
      throws XMLStreamException {
    this.source = source;
    this.archive = archive;
    this.limits = limits;
    this.xml = factory().createXMLStreamReader(first);
  }

  static BoundaryDocument read(Path file, ReadLimits limits) throws IOException {
    ReadLimits.requireBytes(file.toString(), Files.size(file), ReadLimits.MAX_FILE_BYTES);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      KmlReader reader = new KmlReader(file.toString(), in, null, limits);
      reader.document();
      return reader.builder.document(file.toString(), Format.KML);
    } catch (XMLStreamException e) {
      throw broken(file, e);
    }
  }

  /** Reads {@code doc.kml}, or else the first KML of the archive, and those that it links to. */
  static BoundaryDocument readZipped(Path file, ZipEntries archive, ReadLimits limits)
      throws IOException {
    List<String> names = archive.endingWith(".kml");
    if (names.isEmpty()) {
      throw new InputException(
          Reason.MISSING,
          file
              + ": expected a .shp or a .kml in the archive, found neither; pack a Shapefile or"
              + " export KMZ again");
    }
    String first = names.contains("doc.kml") ? "doc.kml" : names.get(0);
    try {
      KmlReader reader = new KmlReader(file.toString(), in(archive, first), archive, limits);
      reader.entries.add(first);
      reader.document();
      for (int i = 1; i < reader.entries.size(); i++) {
        reader.xml = factory().createXMLStreamReader(in(archive, reader.entries.get(i)));
        reader.depth = 0;
        reader.document();
      }
      reader.tellUnread(names.size());
      return reader.builder.document(file.toString(), Format.KMZ);
    } catch (XMLStreamException e) {
      throw broken(file, e);
    }
  }

  private static InputStream in(ZipEntries archive, String entry) throws IOException {
    return new ByteArrayInputStream(archive.read(entry));
  }

  private void tellUnread(int inArchive) {
    if (entries.size() < inArchive) {
      log.warning(
          Reason.UNSUPPORTED,
          Place.FILE,
          "the archive has "
              + inArchive
              + " KML files, of which "
              + entries.size()
              + " are linked with each other and were read, the first "
              + JsonFault.quoted(entries.get(0)),
          "check that they hold the whole project area");
    }
  }

  private static InputException broken(Path file, XMLStreamException e) {
    int line = e.getLocation() == null ? -1 : e.getLocation().getLineNumber();
    return new InputException(
        file
            + (line < 1 ? "" : ":" + line)
            + ": expected KML, found broken XML; export the boundary again",
        e);
  }

  private static XMLInputFactory factory() {
    // The JDK's own: whichever parser lies on the class path may know other switches.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not read");
        });
    return factory;
  }

  /** The next event; guards every step through the file. */
  private int next() throws XMLStreamException {
    int event = xml.next();
    switch (event) {
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new InputException(
              Reason.FORBIDDEN,
              source
                  + ":"
                  + xml.getLocation().getLineNumber()
                  + ": expected KML, found a document type declaration or an entity, which are not"
                  + " read; remove it");
      case XMLStreamConstants.START_ELEMENT -> {
        if (++depth > MAX_DEPTH) {
          throw new InputException(
              Reason.TOO_LARGE,
              source
                  + ":"
                  + xml.getLocation().getLineNumber()
                  + ": expected at most "
                  + MAX_DEPTH
                  + " nested elements, found more; export the boundary again");
        }
      }
      case XMLStreamConstants.END_ELEMENT -> depth--;
      default -> {}
    }
    return event;
  }

  /** Moves to the next child element; false at the end of the parent. */
  private boolean child() throws XMLStreamException {
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (isKml()) {
          return true;
        }
        skip();
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
  }

  private boolean isKml() {
    String namespace = xml.getNamespaceURI();
    return namespace == null || namespace.isEmpty() || NAMESPACE.matcher(namespace).matches();
  }

  private void skip() throws XMLStreamException {
    int outside = depth - 1;
    while (depth > outside) {
      next();
    }
  }

  private void document() throws XMLStreamException {
    int event = next();
    while (event != XMLStreamConstants.START_ELEMENT) {
      event = next();
    }
    String root = xml.getLocalName();
    switch (isKml() ? root : "") {
      case "kml", "Document", "Folder" -> container();
      case "Placemark" -> placemark();
      default ->
          throw new InputException(
              source
                  + ": expected KML, found XML that starts with "
                  + JsonFault.quoted(root)
                  + "; export the boundary again");
    }
    while (xml.hasNext()) {
      next();
    }
  }

  private void container() throws XMLStreamException {
    while (child()) {
      switch (xml.getLocalName()) {
        case "Document", "Folder" -> container();
        case "Placemark" -> placemark();
        case "NetworkLink" -> networkLink();
        case "GroundOverlay" -> {
          log.warning(
              Reason.UNSUPPORTED,
              Place.FILE,
              "line "
                  + xml.getLocation().getLineNumber()
                  + ": a GroundOverlay is a picture, not an area",
              "draw the boundary as a polygon");
          skip();
        }
        default -> skip();
      }
    }
  }

  /** A link into the archive is followed, any other is not. */
  private void networkLink() throws XMLStreamException {
    int line = xml.getLocation().getLineNumber();
    boolean followed = false;
    while (child()) {
      if (xml.getLocalName().equals("Link") || xml.getLocalName().equals("Url")) {
        while (child()) {
          if (xml.getLocalName().equals("href")) {
            followed |= follow(text().strip());
          } else {
            skip();
          }
        }
      } else {
        skip();
      }
    }
    if (!followed) {
      log.warning(
          Reason.FORBIDDEN,
          Place.FILE,
          "line " + line + ": a NetworkLink keeps its data elsewhere; it was not followed",
          "save the linked data as KML of its own");
    }
  }

  private boolean follow(String href) {
    String entry = href.startsWith("./") ? href.substring(2) : href;
    if (archive == null || !archive.endingWith(".kml").contains(entry)) {
      return false;
    }
    if (!entries.contains(entry)) {
      entries.add(entry);
    }
    return true;
  }

  private void placemark() throws XMLStreamException {
    limits.part();
    int index = placemarks++;
    String name = null;
    int geometries = 0;
    List<RawPolygon> polygons = new ArrayList<>();
    while (child()) {
      if (xml.getLocalName().equals("name")) {
        name = text();
      } else {
        geometries += geometry(index, polygons);
      }
    }
    if (geometries == 0) {
      builder.refuse(index, Reason.MISSING, "has no geometry", "draw it or remove the feature");
    }
    if (polygons.size() == 1) {
      polygons = List.of(new RawPolygon(null, polygons.get(0).rings()));
    }
    builder.add(index, FeatureName.cleaned(name), polygons);
  }

  /** Reads or skips the current element; the number of geometries found. */
  private int geometry(int feature, List<RawPolygon> polygons) throws XMLStreamException {
    String type = xml.getLocalName();
    switch (type) {
      case "Polygon" -> polygon(feature, polygons);
      case "MultiGeometry" -> {
        int found = 0;
        while (child()) {
          found += geometry(feature, polygons);
        }
        return found;
      }
      case "LineString", "LinearRing" -> line(feature, type);
      case "Point", "Model", "Track", "MultiTrack" -> {
        refuseType(feature, type, "");
        skip();
      }
      default -> {
        skip();
        return 0;
      }
    }
    return 1;
  }

  private void refuseType(int feature, String type, String detail) {
    builder.refuse(
        feature,
        Reason.GEOMETRY,
        "expected Polygon or MultiGeometry, found " + JsonFault.quoted(type) + detail,
        "keep only the project area");
  }

  private void line(int feature, String type) throws XMLStreamException {
    RawRing ring = ring();
    refuseType(
        feature, type, ring.isClosed() ? ", a line whose ends meet: draw it as a polygon" : "");
  }

  private void polygon(int feature, List<RawPolygon> polygons) throws XMLStreamException {
    List<RawRing> outer = new ArrayList<>();
    List<RawRing> inner = new ArrayList<>();
    while (child()) {
      switch (xml.getLocalName()) {
        case "outerBoundaryIs" -> rings(outer);
        case "innerBoundaryIs" -> rings(inner);
        default -> skip();
      }
    }
    Place place = Place.feature(feature).withPart(polygons.size());
    if (outer.size() > 1 || (outer.isEmpty() && !inner.isEmpty())) {
      log.error(
          Reason.GEOMETRY,
          place,
          "expected one outer boundary, found " + outer.size(),
          "draw a polygon of its own for each");
      return;
    }
    outer.addAll(inner);
    polygons.add(new RawPolygon(polygons.size(), outer));
  }

  /** Rings of a boundary; the schema allows one, some programs write several. */
  private void rings(List<RawRing> rings) throws XMLStreamException {
    while (child()) {
      if (xml.getLocalName().equals("LinearRing")) {
        rings.add(ring());
      } else {
        skip();
      }
    }
  }

  private RawRing ring() throws XMLStreamException {
    RawRing ring = new RawRing(limits);
    while (child()) {
      if (xml.getLocalName().equals("coordinates")) {
        coordinates(ring);
      } else {
        skip();
      }
    }
    return ring;
  }

  private void coordinates(RawRing ring) throws XMLStreamException {
    KmlCoordinates coordinates = new KmlCoordinates(ring);
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        skip();
      } else if (xml.hasText() && event != XMLStreamConstants.COMMENT) {
        coordinates.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
      }
    }
    coordinates.end();
  }

  /** The beginning of the text of the current element. */
  private String text() throws XMLStreamException {
    StringBuilder out = new StringBuilder();
    for (int event = next(); event != XMLStreamConstants.END_ELEMENT; event = next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        skip();
      } else if (xml.hasText()
          && event != XMLStreamConstants.COMMENT
          && out.length() <= FeatureName.LONGEST) {
        out.append(xml.getText());
      }
    }
    return out.toString();
  }
}
