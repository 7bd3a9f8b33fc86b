package io.kafkasdk.samples.monitoring.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the names of the series that an expression asks for. Knows as much of PromQL as that takes. */
final class MetricNames {

    private static final Pattern NAME_MATCHER = Pattern.compile("__name__\\s*=~?\\s*\"([^\"]*)\"");
    private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'");
    private static final Pattern MATCHERS = Pattern.compile("\\{[^{}]*}");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\[\\]]*]");
    private static final Pattern LABEL_LIST =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^()]*\\)");
    private static final Pattern FUNCTION = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*\\s*\\(");
    private static final Pattern NAME = Pattern.compile("(?<![0-9.a-zA-Z_:])[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Set<String> WORDS = Set.of(
            "and",
            "or",
            "unless",
            "offset",
            "bool",
            "inf",
            "nan",
            "atan2",
            "sum",
            "min",
            "max",
            "avg",
            "count",
            "topk",
            "bottomk",
            "quantile",
            "stddev",
            "stdvar",
            "group",
            "count_values",
            "group_left",
            "group_right");

    private MetricNames() {}

    /** Returns the names, sorted. */
    static Set<String> in(String promql) {
        Set<String> names = new TreeSet<>();
        Matcher byName = NAME_MATCHER.matcher(promql);
        while (byName.find()) {
            names.addAll(Set.of(byName.group(1).split("\\|", -1)));
        }
        String rest = promql;
        for (Pattern gone : new Pattern[] {STRING, MATCHERS, RANGE, LABEL_LIST}) {
            rest = gone.matcher(rest).replaceAll(" ");
        }
        rest = FUNCTION.matcher(rest).replaceAll(" (");
        Matcher name = NAME.matcher(rest);
        while (name.find()) {
            if (!WORDS.contains(name.group().toLowerCase(java.util.Locale.ROOT))) {
                names.add(name.group());
            }
        }
        return names;
    }
}
