package io.kafkasdk.reliability.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.test.guarantee.CheckResult;
import io.kafkasdk.test.guarantee.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Report REPORT = new Report(
            "Run \"x\"",
            "BROKEN: NothingLost.",
            Map.of("seed", "7"),
            List.of(new Table(
                    "Gaps",
                    "In seconds.",
                    List.of("fault", "SDK s"),
                    List.of(Arrays.asList("broker|kill", 11.26), Arrays.asList("quota", null)))),
            List.of(
                    new CheckResult("NoPhantoms", 1200, 0, List.of(), Map.of("in log", 3L)),
                    new CheckResult("NothingLost", 9, 1, List.of(Violation.of("a.0.1 is gone")), Map.of())),
            List.of("power loss is not tested"),
            List.of("1 broker-kill"));

    @Test
    void theVerdictComesFirstForPeople() {
        assertThat(MarkdownReport.text(REPORT)).startsWith("# Run \"x\"\n\nBROKEN: NothingLost.\n\n- seed: 7\n");
    }

    @Test
    void eachCheckHasALineAndABrokenOneItsExamples() {
        assertThat(MarkdownReport.text(REPORT))
                .contains("| NoPhantoms | holds | 1,200 | 0 | in log 3 |")
                .contains("| NothingLost | BROKEN | 9 | 1 |  |")
                .contains("a.0.1 is gone");
    }

    @Test
    void whatWouldEndACellIsEscapedAndNothingIsADash() {
        assertThat(MarkdownReport.text(REPORT))
                .contains("| broker\\|kill | 11.3 |")
                .contains("| quota | - |");
    }

    @Test
    void programsGetTheSameUnroundedAndNullForNothing() {
        assertThat(JsonReport.text(REPORT))
                .contains("\"title\":\"Run \\\"x\\\"\"")
                .contains("\"tables\":{\"Gaps\":[{\"fault\":\"broker|kill\",\"SDK s\":11.26},"
                        + "{\"fault\":\"quota\",\"SDK s\":null}]}")
                .contains("\"check\":\"NothingLost\",\"holds\":false,\"examined\":9,\"violations\":1,"
                        + "\"examples\":[\"a.0.1 is gone\"]")
                .contains("\"plan\":[\"1 broker-kill\"]");
    }

    @Test
    void whatIsNoNumberIsNullForPrograms() {
        assertThat(Json.text(Arrays.asList(Double.NaN, 1, true, null, "a\tb")))
                .isEqualTo("[null,1,true,null,\"a\\u0009b\"]");
    }

    @Test
    void aRowWithACellTooFewIsRefused() {
        List<List<Object>> rows = List.of(List.of("only"));

        assertThatThrownBy(() -> new Table("Gaps", "", List.of("fault", "s"), rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Gaps");
    }
}
