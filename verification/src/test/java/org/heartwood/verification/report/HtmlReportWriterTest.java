package org.heartwood.verification.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportWriterTest {
  private static final String BIDI_OVERRIDE = "\u202E";

  @Test
  void theStripGivesEveryQuestionOneOfThreeAnswersInWordsAndShape() throws Exception {
    Document page = parsed(html(MadeUpReport.report()));
    List<Element> verdicts = withClass(page, "div", "verdict");
    assertThat(verdicts)
        .extracting(verdict -> verdict.getAttribute("class"))
        .containsExactly("verdict flag", "verdict cannot-tell", "verdict no-flag");
    List<String> words = new ArrayList<>();
    for (Element verdict : verdicts) {
      words.add(withClass(verdict, "p", "word").get(0).getTextContent().strip());
      assertThat(verdict.getElementsByTagName("svg").getLength()).isEqualTo(1);
    }
    assertThat(words).containsExactly("Flag", "Cannot tell", "No flag");
    assertThat(verdicts.get(0).getTextContent())
        .contains("34,652 (28,190 to 41,077)\u00A0t\u00A0CO₂e");
    assertThat(verdicts.get(1).getTextContent()).contains("not measured");
    assertThat(verdicts.get(2).getTextContent())
        .contains("−1,204 (−3,380 to 410)\u00A0t\u00A0CO₂e");
  }

  @Test
  void everyQuantityOfEveryFindingStandsInItsTableWithItsSource() throws Exception {
    IntegrityReport report = MadeUpReport.report();
    Document page = parsed(html(report));
    List<Element> articles = withClass(page, "article", "finding");
    assertThat(articles).hasSameSizeAs(report.findings());
    for (int i = 0; i < articles.size(); i++) {
      Finding finding = report.findings().get(i);
      List<Quantity> quantities = new ArrayList<>(finding.quantities());
      if (finding.sizeCo2eTonnes() != null) {
        quantities.add(finding.sizeCo2eTonnes());
      }
      List<String> rows = rows(articles.get(i));
      for (Quantity quantity : quantities) {
        assertThat(rows)
            .contains(
                quantity.name()
                    + "|"
                    + NumberText.of(quantity)
                    + "|"
                    + NumberText.unit(quantity.unit())
                    + "|"
                    + quantity.source());
      }
    }
  }

  @Test
  void everyYearOfEveryZoneHasARowAndAnUnseenYearHasNoAreas() throws Exception {
    List<String> rows = rows(parsed(html(MadeUpReport.report())).getDocumentElement());
    assertThat(rows)
        .contains(
            "2004|652.3|0.0|0.0 %|not measured|not measured|not measured|not measured|0.0",
            "2004|540.9|0.0|0.0 %|not measured|not measured|not measured|not measured|0.0");
    assertThat(rows).filteredOn(row -> row.contains("|first year|first year|")).hasSize(3);
  }

  @Test
  void everyParameterOfTheMethodIsWrittenOutUnderItsNameInTheDossier() throws Exception {
    String html = html(MadeUpReport.report());
    for (Class<?> group :
        List.of(Dossier.Method.class, Dossier.CarbonFactors.class, Dossier.Counterfactual.class)) {
      assertThat(Arrays.stream(group.getRecordComponents()).map(RecordComponent::getName))
          .filteredOn(name -> !name.equals("carbon"))
          .allSatisfy(
              name ->
                  assertThat(html)
                      .containsPattern("method\\.(carbon\\.|counterfactual\\.)?" + name));
    }
    assertThat(rows(parsed(html).getDocumentElement()))
        .contains(
            "Leakage matters from this share of the claimed benefit|10 %"
                + "|method.leakageMaterialityFraction",
            "Chance that a forest pixel is lost in a year|1.5 %|method.annualLossProbability");
  }

  @Test
  void noInternalNameAndNoNumberThatIsNoneReachesThePage() throws Exception {
    String text = parsed(html(MadeUpReport.report())).getDocumentElement().getTextContent();
    assertThat(text)
        .doesNotContain("NaN", "null", "Infinity", "CANNOT_TELL", "NO_FLAG", "DIGITISED")
        .doesNotContainPattern("\\b[A-Z]{2,}_[A-Z]+\\b")
        .doesNotContainPattern("[A-Za-z]+\\[[a-z]+=");
  }

  @Test
  void thePageLoadsNothingAndRunsNothing() throws Exception {
    String html = html(MadeUpReport.report());
    assertThat(html)
        .contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        .doesNotContain("<script", "<link", "<iframe", "@import", "url(", "srcset", " src=");
    Document page = parsed(html);
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.hasAttribute("href")) {
        assertThat(element.getAttribute("href")).matches("(?s)(#|data:image/png;base64,).*");
      }
      for (int a = 0; a < element.getAttributes().getLength(); a++) {
        assertThat(element.getAttributes().item(a).getNodeName()).doesNotStartWith("on");
      }
    }
  }

  @Test
  void everyLinkInsideThePageHasItsTargetAndEveryIdIsUnique() throws Exception {
    NodeList all = parsed(html(MadeUpReport.report())).getElementsByTagName("*");
    List<String> ids = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.hasAttribute("id")) {
        ids.add(element.getAttribute("id"));
      }
      if (element.getAttribute("href").startsWith("#")) {
        targets.add(element.getAttribute("href").substring(1));
      }
      for (String attribute : List.of("aria-labelledby", "aria-describedby")) {
        if (element.hasAttribute(attribute)) {
          targets.addAll(List.of(element.getAttribute(attribute).split(" ", -1)));
        }
      }
    }
    assertThat(ids).doesNotHaveDuplicates().containsAll(targets);
  }

  @Test
  void everyDrawingIsNamedAndDescribed() throws Exception {
    Document page = parsed(html(MadeUpReport.report()));
    List<Element> drawings = withClass(page, "svg", "figure");
    assertThat(drawings).hasSize(10);
    for (Element drawing : drawings) {
      assertThat(drawing.getAttribute("role")).isEqualTo("img");
      assertThat(drawing.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
      assertThat(drawing.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
    }
  }

  @Test
  void hostileNamesAreTextAndUnseenCharactersAreShown() throws Exception {
    String name = "<script>alert(1)</script>" + BIDI_OVERRIDE + "=cmd()\u0007\u200B{{ 7 * 7 }}";
    String html = html(MadeUpReport.named(name));
    assertThat(html)
        .doesNotContain("<script", BIDI_OVERRIDE, "\u0007", "\u200B")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]=cmd()[U+0007][U+200B]{{ 7 * 7 }}");
    assertThat(parsed(html).getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("<script>alert(1)</script>[U+202E]=cmd()[U+0007][U+200B]{{ 7 * 7 }}");
  }

  @Test
  void noticesStandBeforeTheVerdicts() throws Exception {
    String html = html(MadeUpReport.report());
    assertThat(html.indexOf("This project is illustrative"))
        .isPositive()
        .isLessThan(html.indexOf("class=\"strip\""));
  }

  @Test
  void theSameReportGivesTheSameBytesAndReplacesTheOldFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    HtmlReportWriter.write(file, MadeUpReport.report(), MadeUpReport.map());
    byte[] once = Files.readAllBytes(file);
    HtmlReportWriter.write(file, MadeUpReport.report(), MadeUpReport.map());
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    assertThat(new String(once, StandardCharsets.UTF_8))
        .startsWith("<!DOCTYPE html>")
        .doesNotContain("\r");
  }

  private static String html(IntegrityReport report) throws IOException {
    return HtmlReportWriter.text(report, MadeUpReport.map());
  }

  private static Document parsed(String html)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> withClass(Document page, String tag, String name) {
    return withClass(page.getDocumentElement(), tag, name);
  }

  private static List<Element> withClass(Element within, String tag, String name) {
    List<Element> found = new ArrayList<>();
    NodeList all = within.getElementsByTagName(tag);
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (List.of(element.getAttribute("class").split(" ", -1)).contains(name)) {
        found.add(element);
      }
    }
    return found;
  }

  /** Table rows, cells joined by bars. */
  private static List<String> rows(Element within) {
    List<String> rows = new ArrayList<>();
    NodeList all = within.getElementsByTagName("tr");
    for (int i = 0; i < all.getLength(); i++) {
      List<String> cells = new ArrayList<>();
      NodeList children = all.item(i).getChildNodes();
      for (int c = 0; c < children.getLength(); c++) {
        if (children.item(c) instanceof Element cell) {
          cells.add(cell.getTextContent());
        }
      }
      rows.add(String.join("|", cells));
    }
    return rows;
  }
}
