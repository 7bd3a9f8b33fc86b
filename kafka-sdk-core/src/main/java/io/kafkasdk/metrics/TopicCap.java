package io.kafkasdk.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the number of topics that appear as a tag within a bound: those that come late share one tag value. A producer
 * that derives topic names from data must not flood the metrics backend.
 */
final class TopicCap {

    static final String OTHER = "_other";

    private final int most;
    private final Set<String> admitted = ConcurrentHashMap.newKeySet();

    TopicCap(int most) {
        this.most = most;
    }

    /** Returns the topic, or {@link #OTHER} where there are too many. Slightly more may pass in a race. */
    String tagFor(String topic) {
        if (admitted.contains(topic)) {
            return topic;
        }
        if (admitted.size() >= most) {
            return OTHER;
        }
        admitted.add(topic);
        return topic;
    }
}
