package io.kafkasdk.producer;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the meters of a Kafka client tell about its life.
 *
 * @param logins how many connections it authenticated; without authentication, how many it opened
 * @param failedLogins how many connections were refused, by SASL or in the TLS handshake
 * @param sent how many records it ever gave to the network
 */
record ClientVitals(long logins, long failedLogins, long sent) {

    private static final String GROUP = "producer-metrics";

    static ClientVitals of(Map<MetricName, ? extends Metric> metrics) {
        long logins = 0;
        long failedLogins = 0;
        long sent = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.entrySet()) {
            if (entry.getKey().group().equals(GROUP)) {
                switch (entry.getKey().name()) {
                    case "successful-authentication-total" -> logins = count(entry.getValue());
                    case "failed-authentication-total" -> failedLogins = count(entry.getValue());
                    case "record-send-total" -> sent = count(entry.getValue());
                    default -> {}
                }
            }
        }
        return new ClientVitals(logins, failedLogins, sent);
    }

    /**
     * Returns whether it may wait for ever for a producer id: KAFKA-20237. It asks for the id once, with its first
     * connection; where that is refused the question is lost, and never asked again. Until it can log in, another client
     * could do no better.
     */
    boolean mayHaveLostItsFirstRequest() {
        return failedLogins > 0 && logins > 0 && sent == 0;
    }

    private static long count(Metric metric) {
        return metric.metricValue() instanceof Double value ? value.longValue() : 0;
    }
}
