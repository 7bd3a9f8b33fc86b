package io.kafkasdk.samples.monitoring.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricNamesTest {

    @Test
    void findsSeriesAndNoFunctionsLabelsOrDurations() {
        assertThat(
                        MetricNames.in(
                                "sum by (cluster, topic) (rate(a_total{cluster=\"b\", x=~\"c|d\"}[5m])) / on (e) group_left"
                                        + " (f) max without (g) (h:i:sum offset 10m) > bool 0.7 * scalar(count(j_seconds_max))"))
                .containsExactly("a_total", "h:i:sum", "j_seconds_max");
    }

    @Test
    void findsNamesOnBothSidesOfSetOperators() {
        assertThat(MetricNames.in(
                        "(a unless a offset 6h) or b{c=\"}\"} and d > 1e3 or histogram_quantile(0.99, e_bucket)"))
                .containsExactly("a", "b", "d", "e_bucket");
    }

    @Test
    void findsNamesThatAreAskedForByLabel() {
        assertThat(MetricNames.in("{__name__=~\"a|b\"}")).containsExactly("a", "b");
    }

    @Test
    void isNotFooledByTextInStrings() {
        assertThat(MetricNames.in("label_replace(a, \"b\", \"$1\", \"c\", \"(d.*)\")"))
                .containsExactly("a");
    }
}
