package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.spring.boot.actuate.ClusterView.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the clusters can be used, as last known: health and endpoint share the answers.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. Each question has a short-lived daemon thread, at most one for a
 * cluster.
 */
final class Connections {

    private final Map<KafkaSdk, ConnectionWatch> watches = new ConcurrentHashMap<>();

    ConnectionWatch of(KafkaSdk sdk) {
        return watches.computeIfAbsent(
                sdk,
                asked -> new ConnectionWatch(
                        asked::verifyConnection,
                        question -> Daemon.run("kafka-sdk-health-" + asked.cluster(), question),
                        Clock.systemUTC()));
    }

    /**
     * Returns what is known of these clusters; starts a question to each whose answer is old, and waits for those of which
     * nothing valid is known.
     *
     * @param sdks by alias
     * @param patience the longest time to wait for all together
     */
    Map<String, Connection> known(Map<String, KafkaSdk> sdks, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        sdks.values().forEach(sdk -> of(sdk).lastKnown());
        Map<String, Connection> known = new TreeMap<>();
        sdks.forEach((alias, sdk) -> {
            Duration rest = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            known.put(alias, of(sdk).known(rest));
        });
        return known;
    }
}
