package io.kafkasdk.metrics;

/**
 * A client of the SDK that is open. A producer and a consumer of one application may have the same client.id, and so may
 * consumers of two groups that the application made itself, so kind and group tell them apart.
 *
 * @param kind one of the constants below: the tag {@code kind} of {@code kafka.sdk.info}
 * @param clientId its client.id
 * @param group its consumer group, empty for producers
 */
public record OpenClient(String kind, String clientId, String group) {

    /** A producer. */
    public static final String PRODUCER = "producer";

    /** A transactional producer. */
    public static final String TRANSACTIONAL_PRODUCER = "transactional-producer";

    /** A consumer. */
    public static final String CONSUMER = "consumer";

    /** A member of a share group. */
    public static final String SHARE_CONSUMER = "share-consumer";

    /** A producer of the application's own. */
    public static final String ADOPTED_PRODUCER = "adopted-producer";

    /** A consumer of the application's own. */
    public static final String ADOPTED_CONSUMER = "adopted-consumer";

    /** Makes one without a group. */
    public OpenClient(String kind, String clientId) {
        this(kind, clientId, "");
    }

    /** Returns whether the application made it. */
    boolean isAdopted() {
        return kind.equals(ADOPTED_PRODUCER) || kind.equals(ADOPTED_CONSUMER);
    }

    /** Returns whether both have the same series, but for those with a group. */
    boolean hasNameOf(OpenClient other) {
        return kind.equals(other.kind) && clientId.equals(other.clientId);
    }

    boolean isProducer() {
        return kind.equals(PRODUCER) || kind.equals(TRANSACTIONAL_PRODUCER) || kind.equals(ADOPTED_PRODUCER);
    }

    boolean isConsumer() {
        return kind.equals(CONSUMER) || kind.equals(ADOPTED_CONSUMER);
    }
}
