package io.kafkasdk.events;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about; each has its own rate limit. Made for each event, also for one that is never written, so it holds
 * only what is there already.
 *
 * @param action what happened
 * @param ownerKey under which key the owner stands: that of a group, a client or a topic
 * @param owner to whom it happened
 * @param topic where, or null: of a group as a whole, or the owner is the topic
 * @param partition where, or {@link #NO_PARTITION}
 */
record Subject(
        String action,
        String ownerKey,
        String owner,
        @Nullable String topic,
        int partition) {

    static final int NO_PARTITION = -1;

    static Subject group(String action, String group) {
        return new Subject(action, EventNames.GROUP, group, null, NO_PARTITION);
    }

    static Subject topic(String action, String group, @Nullable String topic) {
        return new Subject(action, EventNames.GROUP, group, topic, NO_PARTITION);
    }

    static Subject partition(String action, String group, TopicPartition partition) {
        return new Subject(action, EventNames.GROUP, group, partition.topic(), partition.partition());
    }

    static Subject client(String action, String clientId) {
        return new Subject(action, EventNames.CLIENT_ID, clientId, null, NO_PARTITION);
    }

    static Subject topic(String action, String topic) {
        return new Subject(action, EventNames.TOPIC, topic, null, NO_PARTITION);
    }

    /** Returns the one place of all subjects for which there is no place of their own. */
    Subject ofAction() {
        return new Subject(action, "", "", null, NO_PARTITION);
    }
}
