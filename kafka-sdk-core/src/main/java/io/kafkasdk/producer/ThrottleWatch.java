package io.kafkasdk.producer;

import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the brokers throttle a producer by a quota. Nothing fails for that reason: the client just waits before its
 * next request, until records expire or its buffer is full, and only its meters tell why.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. Costs nothing until it is asked, and little then.
 */
final class ThrottleWatch {

    private static final String GROUP = "producer-metrics";
    private static final String MAX = "produce-throttle-time-max";
    private static final String AVERAGE = "produce-throttle-time-avg";

    private final String clientId;
    private final AccessCures access;
    private final Map<String, ReplaceableClient> clients;

    /**
     * Takes whom to watch.
     *
     * @param clientId the client.id of the producer
     * @param access knows by which user the brokers know us
     * @param clients its Kafka clients by their client.id
     */
    ThrottleWatch(String clientId, AccessCures access, Map<String, ReplaceableClient> clients) {
        this.clientId = clientId;
        this.access = access;
        this.clients = clients;
    }

    /** Returns the client.id of the producer. */
    String clientId() {
        return clientId;
    }

    /** Returns the longest time that a broker told a client to wait, of the last 30 to 60 s; 0 without a quota. */
    long longestNanos() {
        return TimeUnit.MILLISECONDS.toNanos(longest(MAX));
    }

    /**
     * Explains by the quota why a record went nowhere.
     *
     * @param what what happened to the record
     * @param said what the client or we say of it
     * @return null where no broker throttled this producer in the last 30 to 60 s, which is as long as the client remembers
     */
    @Nullable
    Diagnosis diagnose(String what, String said) {
        long longest = longest(MAX);
        if (longest == 0) {
            return null;
        }
        String user = access.user();
        String entity = (user == null ? "" : "--entity-type users --entity-name " + user + " ")
                + "--entity-type clients --entity-name " + clientId;
        return new Diagnosis(
                ErrorKind.OVERLOADED,
                what,
                said + "; a quota holds this producer back: within the last minute the brokers made it wait up to "
                        + longest + " ms, " + longest(AVERAGE) + " ms on average, after a request",
                "send less, evened out with ProducerSettings.rateLimit(...), or ask the cluster's owner for a larger"
                        + " quota: kafka-configs.sh --bootstrap-server $BOOTSTRAP --alter --add-config"
                        + " producer_byte_rate=<bytes per second and broker> " + entity);
    }

    private long longest(String name) {
        List<Long> times = new ArrayList<>();
        clients.forEach((id, client) -> {
            Producer<Object, Object> current = client.current();
            Metric metric = current == null
                    ? null
                    : current.metrics().get(new MetricName(name, GROUP, "", Map.of("client-id", id)));
            // Not a number while the client has no answer to a write.
            if (metric != null && metric.metricValue() instanceof Double millis && millis > 0) {
                times.add((long) Math.ceil(millis));
            }
        });
        return times.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
