package io.kafkasdk.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.benchmarks.report.Report.Part;
import io.kafkasdk.benchmarks.report.ResultTable.Figure;
import io.kafkasdk.benchmarks.report.ResultTable.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {

    private static final Figure FIRST = new Figure(1_000, 900, 1_100, 1, 1, 1);
    private static final Figure SECOND = new Figure(2_500, 2_000, 2_600, 2.5, 2.2, 2.6);
    private static final Figure NONE = new Figure(Double.NaN, 0, 0, Double.NaN, 0, 0);

    private static Report report(String failure, Figure figure) {
        ResultTable table = new ResultTable(
                "A | title",
                "What was \"done\".",
                List.of("records/s"),
                List.of(new Row("plain", List.of(FIRST)), new Row("sdk", List.of(figure))));
        return new Report(
                Map.of("cores", "2"),
                Map.of("plain", List.of("kafka-clients-4.4.0")),
                List.of(new Part("producers", List.of(table), failure)));
    }

    @Test
    void markdownShowsRatiosToTheFirstRowAndAllFigures() {
        String text = MarkdownReport.text(report("", SECOND));

        assertThat(text)
                .contains("| cores | 2 |\n| libraries of plain | kafka-clients-4.4.0 |\n")
                .contains("\n## producers\n\n### A \\| title\n\nWhat was \"done\".\n")
                .contains("Ratios to plain:\n\n|  | records/s |\n|---|---|\n| sdk | 2.50 (2.20 to 2.60) |\n")
                .contains("| plain | 1,000 (900 to 1,100) |\n| sdk | 2,500 (2,000 to 2,600) |\n")
                .doesNotContain("Failed");
    }

    @Test
    void markdownShowsADashForWhatIsNoNumber() {
        assertThat(MarkdownReport.text(report("", NONE)))
                .contains("| sdk | – |\n")
                .contains("| sdk | – (0.00 to 0.00) |");
    }

    @Test
    void aFailedSectionIsNamedWithItsCause() {
        assertThat(MarkdownReport.text(report("a record failed", SECOND))).contains("**Failed:** a record failed");
        assertThat(JsonReport.text(report("a record failed", SECOND))).contains("\"failure\":\"a record failed\"");
    }

    @Test
    void numbersHaveThreeDigitsOrAllBeforeThePoint() {
        assertThat(List.of(0.1234, 1.234, 12.34, 123.4, 1_234_567.0).stream().map(MarkdownReport::number))
                .containsExactly("0.12", "1.23", "12.3", "123", "1,234,567");
    }

    @Test
    void jsonHoldsEveryFigureByNameOfItsColumn() {
        assertThat(JsonReport.text(report("", SECOND)).replace("\n", ""))
                .isEqualTo("{\"facts\":{\"cores\":\"2\"},\"libraries\":{\"plain\":[\"kafka-clients-4.4.0\"]},"
                        + "\"sections\":[{\"section\":\"producers\",\"failure\":null,\"tables\":["
                        + "{\"title\":\"A | title\",\"about\":\"What was \\\"done\\\".\",\"rows\":["
                        + "{\"contender\":\"plain\",\"figures\":{\"records/s\":{\"median\":1000.0,\"least\":900.0,"
                        + "\"most\":1100.0,\"ratio\":1.0,\"leastRatio\":1.0,\"mostRatio\":1.0}}},"
                        + "{\"contender\":\"sdk\",\"figures\":{\"records/s\":{\"median\":2500.0,\"least\":2000.0,"
                        + "\"most\":2600.0,\"ratio\":2.5,\"leastRatio\":2.2,\"mostRatio\":2.6}}}]}]}]}");
    }

    @Test
    void jsonEscapesWhatWouldEndATextAndHasNoWordForWhatIsNoNumber() {
        String text = JsonReport.text(report("back\\slash, \"quote\", tab\t, line\n", NONE));

        assertThat(text)
                .contains("\"failure\":\"back\\\\slash, \\\"quote\\\", tab\\u0009, line\\u000a\"")
                .contains("\"median\":null")
                .contains("\"ratio\":null");
    }
}
