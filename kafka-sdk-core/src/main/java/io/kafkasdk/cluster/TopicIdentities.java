package io.kafkasdk.cluster;

import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * Which topics go by some names at one instant, and where.
 *
 * @param cluster the id of the cluster, empty when not known
 * @param ids the ids of the topics by name; a topic that does not exist, that cannot be read or whose brokers know no ids is
 *     absent
 */
public record TopicIdentities(String cluster, Map<String, Uuid> ids) {

    /** Nothing is known. */
    public static final TopicIdentities NONE = new TopicIdentities("", Map.of());

    /** Copies the map. */
    public TopicIdentities {
        ids = Map.copyOf(ids);
    }
}
