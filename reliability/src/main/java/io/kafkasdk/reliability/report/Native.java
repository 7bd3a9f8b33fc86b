package io.kafkasdk.reliability.report;

import java.util.Map;

/**
 * What plain kafka-clients 4.4.0 were measured with, by fault, on two cores with brokers 4.4.0, broker session 9 s, group
 * session 45 s and outages of 20 s. A longest time without acknowledgement or handling, as text: some are ranges.
 */
final class Native {

    private static final String NOT_MEASURED = "";

    private static final Map<String, String> ACKS = Map.of(
            "broker-kill", "11.3",
            "rolling-restart", "below 1.5",
            "all-brokers-down", "38.6 to 45.7",
            "isr-below-min", "21 after the broker is back",
            "broker-pause", "5.1 (5 s), 8.4 (15 s)",
            "link-black-hole", "28.9 on the partitions of that broker",
            "link-reset", "10.6 (10 s)",
            "short-connections", "1.4 (cut every 2 s)");

    private static final Map<String, String> HANDLED = Map.of(
            "broker-kill", "12.3; 10.9 for the coordinator",
            "consumer-kill", "47 to 57 on the partitions of that member");

    private Native() {}

    static String acks(String fault) {
        return ACKS.getOrDefault(fault, NOT_MEASURED);
    }

    static String handled(String fault) {
        return HANDLED.getOrDefault(fault, NOT_MEASURED);
    }
}
