package io.kafkasdk.samples.monitoring.check;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the check asks of a Prometheus. */
interface SeriesSource {

    /** The names of all series. */
    Set<String> names() throws IOException, InterruptedException;

    /** The expressions of the rules that it has loaded. */
    List<Expression> rules() throws IOException, InterruptedException;

    /** Evaluates an expression over the time since the sample runs. */
    Answer ask(String promql) throws IOException, InterruptedException;

    /**
     * What came back.
     *
     * @param error why it was not accepted, empty when it was
     * @param series the labels of the series that have a number, as opposed to NaN, at some time
     */
    record Answer(String error, List<Map<String, String>> series) {

        public Answer {
            series = List.copyOf(series);
        }
    }
}
