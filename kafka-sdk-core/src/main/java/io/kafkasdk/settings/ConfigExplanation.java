package io.kafkasdk.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every final property of a Kafka client: its value, who decided it, and why.
 *
 * <pre>{@code
 * log.info("{}", producer.explain().text());
 * }</pre>
 *
 * <p><b>Guarantee:</b> no secret is in it, so it may be printed, logged and sent on. It names addresses, users' file paths
 * and topics' groups all the same.
 *
 * @param clientId the client.id
 * @param properties each key once; sorted by source, those left to Kafka last, then by key
 */
public record ConfigExplanation(String clientId, List<ExplainedProperty> properties) {

    private static final int WIDEST_VALUE = 40;

    /** Sorts a copy of the list. */
    public ConfigExplanation {
        properties = properties.stream()
                .sorted(Comparator.comparing(ExplainedProperty::source).thenComparing(ExplainedProperty::key))
                .toList();
    }

    /** Returns the property of this Kafka key; empty for a key that this client does not have. */
    public Optional<ExplainedProperty> property(String key) {
        return properties.stream().filter(one -> one.key().equals(key)).findFirst();
    }

    /** Returns a table of several lines for people to read, one property a line. */
    public String text() {
        int keys = width(properties.stream().map(ExplainedProperty::key).toList());
        int values = Math.min(
                WIDEST_VALUE,
                width(properties.stream().map(one -> oneLine(one.value())).toList()));
        int sources = width(properties.stream().map(one -> one.source().name()).toList());
        String format = "%-" + keys + "s  %-" + values + "s  %-" + sources + "s  %s";
        return properties.stream()
                .map(one -> String.format(format, one.key(), oneLine(one.value()), one.source(), oneLine(one.why()))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "Kafka config of " + clientId + "\n", "\n"));
    }

    private static int width(List<String> column) {
        return Math.max(1, column.stream().mapToInt(String::length).max().orElse(1));
    }

    /** A line break in a value must not pass for another property. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
