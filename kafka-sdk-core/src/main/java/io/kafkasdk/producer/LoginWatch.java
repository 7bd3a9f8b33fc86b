package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a login was refused before anything was sent. The idempotent client never recovers from that: it loses
 * its request for a producer id, and later takes records that it can never send, whatever becomes of the login
 * (KAFKA-20237, open in 4.4).
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class LoginWatch {

    private static final String GROUP = "producer-metrics";
    private static final String SENT = "record-send-total";
    private static final String ANEW =
            "close this producer and ask the KafkaSdk for it again, or restart the application: its Kafka client does not"
                    + " recover by itself (KAFKA-20237)";

    private final String clientId;
    private final Producer<Object, Object> client;
    private volatile boolean refused;

    /**
     * Takes whom to watch.
     *
     * @param clientId its client.id
     * @param client the idempotent client
     */
    LoginWatch(String clientId, Producer<Object, Object> client) {
        this.clientId = clientId;
        this.client = client;
    }

    /** Takes note of a refused login; adds to its cure what the client needs after it. */
    Diagnosis refused(Diagnosis why) {
        if (hasSent()) {
            return why;
        }
        refused = true;
        return new Diagnosis(why.kind(), why.what(), why.cause(), why.cure() + "; then " + ANEW);
    }

    /**
     * Explains by an earlier refusal why a record expired.
     *
     * @param what what happened to the record
     * @param said what the client says of it
     * @return null where no login was refused before the client sent something
     */
    @Nullable
    Diagnosis diagnose(String what, String said) {
        if (!refused || hasSent()) {
            return null;
        }
        return new Diagnosis(
                ErrorKind.UNAUTHENTICATED,
                what,
                said + "; the first login of producer '" + clientId
                        + "' was refused, and since then its Kafka client sends nothing, also where logins work by now",
                ANEW);
    }

    private boolean hasSent() {
        Metric sent = client.metrics().get(new MetricName(SENT, GROUP, "", Map.of("client-id", clientId)));
        return sent != null && sent.metricValue() instanceof Double records && records > 0;
    }
}
