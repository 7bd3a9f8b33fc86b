package io.kafkasdk.samples.monitoring.check;

import io.kafkasdk.samples.monitoring.check.SeriesSource.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges each expression: accepted, all its names known, and data where data must be. */
final class Judge {

    private final SeriesSource source;
    private final Allowances allowances;
    private final String cluster;

    Judge(SeriesSource source, Allowances allowances, String cluster) {
        this.source = source;
        this.allowances = allowances;
        this.cluster = cluster;
    }

    /**
     * What was found out about one expression.
     *
     * @param expression the expression
     * @param fault what is wrong, empty when nothing is
     * @param allowed what is missing for a stated reason, empty when nothing is
     */
    record Finding(Expression expression, String fault, String allowed) {

        boolean isGood() {
            return fault.isEmpty();
        }
    }

    /** Judges all of them. */
    List<Finding> judge(List<Expression> expressions) throws IOException, InterruptedException {
        Set<String> names = source.names();
        List<Finding> findings = new ArrayList<>();
        for (Expression expression : expressions) {
            findings.add(judge(expression, names));
        }
        return findings;
    }

    /** Returns what is allowed to be missing and is asked for nowhere: the reason for it is gone. */
    List<String> staleAllowances(List<Expression> expressions) {
        Set<String> names = new TreeSet<>();
        expressions.forEach(expression -> names.addAll(MetricNames.in(expression.promql())));
        Set<String> places = expressions.stream().map(Expression::place).collect(Collectors.toSet());
        List<String> stale = new ArrayList<>();
        allowances.outside().keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> stale.add("outside " + name));
        allowances.empty().keySet().stream()
                .filter(place -> !places.contains(place))
                .forEach(place -> stale.add("empty " + place));
        return stale;
    }

    private Finding judge(Expression expression, Set<String> known) throws IOException, InterruptedException {
        Answer answer = source.ask(expression.resolved(cluster));
        if (!answer.error().isEmpty()) {
            return new Finding(expression, "not accepted: " + answer.error(), "");
        }
        Set<String> missing = new TreeSet<>(MetricNames.in(expression.promql()));
        missing.removeAll(known);
        Set<String> outside = new TreeSet<>(missing);
        outside.retainAll(allowances.outside().keySet());
        missing.removeAll(outside);
        if (!missing.isEmpty()) {
            return new Finding(expression, "no series of this name: " + String.join(", ", missing), "");
        }
        if (answer.series().isEmpty() && expression.mustHaveData() && outside.isEmpty()) {
            String reason = allowances.empty().get(expression.place());
            return reason == null ? new Finding(expression, "no data", "") : new Finding(expression, "", reason);
        }
        Set<String> labels = new TreeSet<>(expression.legendLabels());
        answer.series().forEach(series -> labels.removeAll(series.keySet()));
        if (!answer.series().isEmpty() && !labels.isEmpty()) {
            return new Finding(expression, "no series has the label " + String.join(", ", labels), "");
        }
        return new Finding(expression, "", outside.isEmpty() ? "" : "outside: " + String.join(", ", outside));
    }
}
