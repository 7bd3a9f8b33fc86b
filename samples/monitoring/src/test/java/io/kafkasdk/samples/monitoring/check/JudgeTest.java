package io.kafkasdk.samples.monitoring.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.samples.monitoring.check.Judge.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Allowances NONE = Allowances.parse(List.of());

    /** Knows the series a (with label x) and b (without data), and refuses what does not parse. */
    private static final SeriesSource SOURCE = new SeriesSource() {
        @Override
        public Set<String> names() {
            return Set.of("a", "b");
        }

        @Override
        public List<Expression> rules() {
            return List.of();
        }

        @Override
        public Answer ask(String promql) {
            if (promql.contains("((")) {
                return new Answer("parse error", List.of());
            }
            return new Answer("", promql.startsWith("a") ? List.of(Map.of("x", "1")) : List.of());
        }
    };

    @Test
    void aNameThatNobodyKnowsIsAFault() throws IOException, InterruptedException {
        assertThat(judged("a + wrong_total", NONE).fault()).isEqualTo("no series of this name: wrong_total");
    }

    @Test
    void anExpressionThatPrometheusRefusesIsAFault() throws IOException, InterruptedException {
        assertThat(judged("sum((a)", NONE).fault()).isEqualTo("not accepted: parse error");
    }

    @Test
    void aPanelWithoutDataIsAFaultUnlessItIsAllowedWithAReason() throws IOException, InterruptedException {
        assertThat(judged("b", NONE).fault()).isEqualTo("no data");
        Finding allowed = judged("b", Allowances.parse(List.of("empty f.json / t : all is well")));
        assertThat(allowed.isGood()).isTrue();
        assertThat(allowed.allowed()).isEqualTo("all is well");
    }

    @Test
    void anAlertMayBeSilent() throws IOException, InterruptedException {
        assertThat(judge(NONE, new Expression("f.yml", "alert", "b", "", false)).isGood())
                .isTrue();
    }

    @Test
    void aLegendWithALabelThatNoSeriesHasIsAFault() throws IOException, InterruptedException {
        assertThat(judge(NONE, new Expression("f.json", "t", "a", "{{x}} {{y}}", true))
                        .fault())
                .isEqualTo("no series has the label y");
    }

    @Test
    void aNameOfAnExporterOutsideNeedsAnEntry() throws IOException, InterruptedException {
        Finding finding = judged("a or c", Allowances.parse(List.of("outside c : an exporter")));
        assertThat(finding.isGood()).isTrue();
        assertThat(finding.allowed()).isEqualTo("outside: c");
    }

    @Test
    void anExceptionThatNothingNeedsIsAFault() {
        Judge judge = new Judge(
                SOURCE, Allowances.parse(List.of("outside c : an exporter", "empty f.json / gone : why", "")), "demo");
        List<String> stale = judge.staleAllowances(List.of(new Expression("f.json", "t", "a", "", true)));
        assertThat(stale).containsExactly("outside c", "empty f.json / gone");
        assertThat(Report.lines(List.of(), stale))
                .anyMatch(line -> line.contains("FAULT") && line.contains("outside c"));
    }

    @Test
    void anExceptionWithoutAReasonIsRefused() {
        assertThatThrownBy(() -> Allowances.parse(List.of("outside c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside c");
    }

    @Test
    void readsPanelsVariablesAndAnnotationsOfADashboard() {
        List<Expression> expressions = DashboardFiles.expressions("f.json", """
                {"templating": {"list": [{"name": "d", "type": "datasource", "query": "prometheus"},
                   {"name": "v", "query": {"query": "label_values(a{x=\\"1\\"}, y)"}}]},
                 "annotations": {"list": [{"name": "n", "expr": "b"}]},
                 "panels": [{"title": "row", "panels": [{"title": "p", "targets": [{"refId": "A", "expr": "c"}]}]}]}
                """);
        assertThat(expressions)
                .extracting(Expression::place, Expression::promql)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("f.json / variable v", "a{x=\"1\"}"),
                        org.assertj.core.groups.Tuple.tuple("f.json / annotation n", "b"),
                        org.assertj.core.groups.Tuple.tuple("f.json / p / A", "c"));
    }

    @Test
    void asksWithTheVariablesReplaced() {
        Expression expression = new Expression(
                "f",
                "t",
                "rate(a{c=\"$cluster\", g=~\"$consumergroup\", i=~\"$client_id\"}[$__rate_interval])",
                "",
                true);
        assertThat(expression.resolved("demo")).isEqualTo("rate(a{c=\"demo\", g=~\".*\", i=~\".*\"}[1m])");
    }

    private static Finding judged(String promql, Allowances allowances) throws IOException, InterruptedException {
        return judge(allowances, new Expression("f.json", "t", promql, "", true));
    }

    private static Finding judge(Allowances allowances, Expression expression)
            throws IOException, InterruptedException {
        return new Judge(SOURCE, allowances, "demo").judge(List.of(expression)).get(0);
    }
}
