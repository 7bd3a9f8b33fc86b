package io.kafkasdk.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every final property of a Kafka client: its value, who decided it, and why.
 *
 * <pre>{@code
 * log.info("{}", producer.explain().text());
 * }</pre>
 *
 * <p><b>Guarantee:</b> no secret is in it, so it may be printed, logged and sent on. It does name addresses,
 * paths of files, the group.
 *
 * @param clientId the client.id
 * @param properties each key once; sorted by source, those left to Kafka last, then by key
 * @param advice what its own records say against some of these values; empty without tuning
 */
public record ConfigExplanation(String clientId, List<ExplainedProperty> properties, List<TuningAdvice> advice) {

    private static final int WIDEST_VALUE = 20;

    /** Sorts a copy of the properties. */
    public ConfigExplanation {
        properties = properties.stream()
                .sorted(Comparator.comparing(ExplainedProperty::source).thenComparing(ExplainedProperty::key))
                .toList();
        advice = List.copyOf(advice);
    }

    /** Makes one without advice. */
    public ConfigExplanation(String clientId, List<ExplainedProperty> properties) {
        this(clientId, properties, List.of());
    }

    /** Returns a copy with this advice, instead of what was there. */
    public ConfigExplanation advised(List<TuningAdvice> newAdvice) {
        return new ConfigExplanation(clientId, properties, newAdvice);
    }

    /** Returns the property of this Kafka key; empty for a key that this client does not have. */
    public Optional<ExplainedProperty> property(String key) {
        return properties.stream().filter(one -> one.key().equals(key)).findFirst();
    }

    /**
     * Returns a table of several lines for people to read, one property a line: key, source, value, reason; and below it
     * the advice, if there is some.
     */
    public String text() {
        int keys = width(ExplainedProperty::key);
        int sources = width(one -> one.source().name());
        // A long value moves its own reason aside, not everybody's.
        int values = Math.min(WIDEST_VALUE, width(ExplainedProperty::value));
        String format = "%-" + keys + "s  %-" + sources + "s  %-" + values + "s  %s";
        return properties.stream()
                .map(one -> String.format(format, one.key(), one.source(), oneLine(one.value()), oneLine(one.why()))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "Kafka config of " + clientId + "\n", "\n" + adviceText()));
    }

    private String adviceText() {
        return advice.isEmpty()
                ? ""
                : advice.stream()
                        .map(one -> oneLine(one.setting() + ": " + one.present() + " -> " + one.suggested() + "; "
                                + one.why() + "; risk: " + one.risk()))
                        .collect(Collectors.joining("\n", "Advice (measured on this producer's own records):\n", "\n"));
    }

    private int width(Function<ExplainedProperty, String> column) {
        return properties.stream()
                .mapToInt(one -> oneLine(column.apply(one)).length())
                .reduce(1, Math::max);
    }

    /** A line break in a value must not pass for another property. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
