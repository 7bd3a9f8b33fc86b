package io.kafkasdk.samples.quickstart;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Three brokers as child processes, which end with this one. */
final class LocalStage implements Stage {

    private static final int BROKERS = 3;
    private static final int VICTIM = 3;
    private static final int PARTITIONS = 6;
    private static final String MAIN = "quakes";
    private static final String FRAGILE = "quakes-fragile";
    private static final String SESSION_MILLIS = "6000";

    /** Every partition has a replica on broker 3, so that its loss is felt in all of them. */
    private static final Map<Integer, List<Integer>> FRAGILE_REPLICAS =
            Map.of(0, List.of(3, 1), 1, List.of(1, 3), 2, List.of(2, 3));

    private final KafkaCluster cluster;
    private final Consumer<Event> events;

    private LocalStage(KafkaCluster cluster, Consumer<Event> events) {
        this.cluster = cluster;
        this.events = events;
    }

    /** Starts the brokers; takes 3 to 20 s, and the time of a download when this machine has no broker jars yet. */
    static LocalStage start(Consumer<Event> events) {
        events.accept(new Event(Tone.STRONG, "Starting " + BROKERS + " brokers as child processes"));
        KafkaCluster cluster = KafkaCluster.builder()
                .brokers(BROKERS)
                // A dead broker is noticed after 6 s instead of 9 s, to keep the show short.
                .brokerProperty("broker.session.timeout.ms", SESSION_MILLIS)
                .onProgress(text -> events.accept(new Event(Tone.DIM, text)))
                .start();
        return new LocalStage(cluster, events);
    }

    @Override
    public String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    @Override
    public Admin admin() {
        return cluster.admin();
    }

    @Override
    public Topics createTopics(int brokers) {
        Map<String, String> config = Map.of("min.insync.replicas", "2");
        cluster.createTopic(MAIN, PARTITIONS, BROKERS, config);
        cluster.createTopic(FRAGILE, FRAGILE_REPLICAS, config);
        events.accept(new Event(
                Tone.PLAIN, "Topic " + MAIN + ": " + PARTITIONS + " partitions, RF 3, min.insync.replicas 2"));
        events.accept(new Event(
                Tone.PLAIN,
                "Topic " + FRAGILE
                        + ": 3 partitions, RF 2, min.insync.replicas 2, replicas on brokers [3,1] [1,3] [2,3]:"
                        + " each has one on broker " + VICTIM));
        return new Topics(MAIN, FRAGILE);
    }

    @Override
    public Optional<Broker> victim() {
        return Optional.of(cluster.broker(VICTIM));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
