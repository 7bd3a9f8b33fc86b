package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.spring.boot.KafkaSdks;
import io.kafkasdk.spring.boot.actuate.ClusterView.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether this process can do its work with Kafka: DOWN when a cluster cannot be used, or when a consumer failed, hangs or does
 * not move at all although it should; OUT_OF_SERVICE while a cluster has not answered yet, or for 30 s not any more. Not
 * UNKNOWN: that is HTTP status 200. What somebody wants is no fault, nor is lag. Blocks at most half a second in all, and only
 * while there is no such answer.
 *
 * <p>What holds up a part of a consumer's work is UP: a handler, a record, a dead letter topic, one topic or partition.
 *
 * <p>An open circuit is UP: it tells that what the handlers need is away, such as a database, which this process cannot
 * cure, and it goes on by itself. So is a topic that takes no writes now: it takes none from any other process either, and
 * each send says so.
 */
final class KafkaSdkReadinessHealthIndicator implements HealthIndicator {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final KafkaSdks sdks;
    private final Connections connections;

    KafkaSdkReadinessHealthIndicator(KafkaSdks sdks, Connections connections) {
        this.sdks = sdks;
        this.connections = connections;
    }

    @Override
    public Health health() {
        Map<String, KafkaSdk> all = sdks.all();
        Map<String, Connection> known = connections.known(all, PATIENCE);
        Health.Builder health = new Health.Builder(Status.UP);
        Status worst = Status.UP;
        for (Map.Entry<String, KafkaSdk> cluster : all.entrySet()) {
            Connection connection = known.getOrDefault(cluster.getKey(), ConnectionWatch.NO_ANSWER_YET);
            List<MemberHealth> members = MemberHealth.of(cluster.getValue());
            worst = worse(worst, statusOf(connection, members));
            health.withDetail(cluster.getKey(), details(cluster.getValue(), connection, members));
        }
        return health.status(worst).build();
    }

    /** Folds the clusters: DOWN outranks OUT_OF_SERVICE, OUT_OF_SERVICE outranks UP. */
    static Status worse(Status one, Status other) {
        if (one.equals(Status.DOWN) || other.equals(Status.UP)) {
            return one;
        }
        return other;
    }

    static Status statusOf(Connection connection, List<MemberHealth> members) {
        Boolean reachable = connection.reachable();
        boolean faulty = members.stream().anyMatch(member -> member.condition().isFault());
        if (faulty || Boolean.FALSE.equals(reachable)) {
            return Status.DOWN;
        }
        return reachable == null ? Status.OUT_OF_SERVICE : Status.UP;
    }

    private static Map<String, Object> details(KafkaSdk sdk, Connection connection, List<MemberHealth> members) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("connection", details(connection));
        details.put("consumers", members.stream().map(MemberHealth::details).toList());
        Map<String, String> closed = new TreeMap<>();
        sdk.verdicts().stream()
                .filter(verdict -> verdict.headroom() < 0 && verdict.headroom() != AcksVerdict.UNKNOWN_HEADROOM)
                .forEach(verdict -> closed.put(verdict.topic(), verdict.summary()));
        if (!closed.isEmpty()) {
            details.put("topicsWithoutWrites", closed);
        }
        return details;
    }

    private static Object details(Connection connection) {
        Boolean reachable = connection.reachable();
        if (reachable == null) {
            return connection.at() == null ? "no answer yet" : "no answer since " + connection.at();
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("reachable", reachable);
        details.put("at", String.valueOf(connection.at()));
        Diagnosis why = connection.diagnosis();
        if (why != null) {
            details.put("why", why);
        } else {
            details.put("clusterId", String.valueOf(connection.clusterId()));
            details.put("brokers", String.valueOf(connection.brokers()));
        }
        return details;
    }
}
