package io.kafkasdk.settings;

/**
 * One final property of a Kafka client, as it may be shown to anybody.
 *
 * @param key the Kafka key
 * @param value the value that counts, {@code null} in letters where Kafka has none, {@code [hidden]} for a secret, the
 *     name of a class for a class
 * @param source who decided it
 * @param why the reason, and what it replaced; empty for most of Kafka's defaults
 */
public record ExplainedProperty(String key, String value, Source source, String why) {

    /** Who decided a property; those that Kafka was left to decide come last. */
    public enum Source {
        /** The application, by {@code kafkaProperty(...)}; wins over a profile. */
        USER,
        /** The tuning profile, or the settings' own tuning. */
        PROFILE,
        /**
         * The advisor, by a hand-over to a client with this value; wins over a profile and, where the application asked for
         * that, over its own {@code kafkaProperty(...)}.
         */
        TUNED,
        /** The SDK, because one of its promises stands on it. */
        SDK,
        /** The settings of the cluster: addresses and security. */
        CLUSTER,
        /** Nobody: it is Kafka's own default. */
        KAFKA_DEFAULT
    }
}
