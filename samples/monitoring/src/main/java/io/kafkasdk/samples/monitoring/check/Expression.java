package io.kafkasdk.samples.monitoring.check;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PromQL, and where it stands.
 *
 * @param file the file of the dashboard or of the rules
 * @param title the panel, variable or rule
 * @param promql as it stands there, with the variables of a dashboard
 * @param legend the name of its series, empty without one
 * @param mustHaveData whether an empty answer is a fault; for alerts it is not
 */
record Expression(String file, String title, String promql, String legend, boolean mustHaveData) {

    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    /** The values of Grafana's variables; the longest name first, so that none is taken for the beginning of another. */
    private static final Map<String, String> VARIABLES = Map.of(
            "consumergroup", ".*", "client_id", ".*", "topic", ".*", "__rate_interval", "1m", "__interval", "15s");

    /** Returns what Grafana would send. */
    String resolved(String cluster) {
        String text = promql.replace("$cluster", cluster);
        for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
            text = text.replace("$" + variable.getKey(), variable.getValue());
        }
        return text;
    }

    /** Returns the labels that the legend names. */
    Set<String> legendLabels() {
        Set<String> labels = new TreeSet<>();
        Matcher matcher = LEGEND_LABEL.matcher(legend);
        while (matcher.find()) {
            labels.add(matcher.group(1));
        }
        return labels;
    }

    /** Returns where it stands, as {@link Allowances} names it. */
    String place() {
        return file + " / " + title;
    }
}
