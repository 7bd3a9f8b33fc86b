package io.kafkasdk.benchmarks;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.KafkaSdkBuilder;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What one record costs through the SDK beside the plain client with the same Kafka properties: allocation on the sending
 * thread, processor time, and records per second of a flood. Prints tables for {@code docs/tuning.md}.
 */
public final class SendCostTrial {

    private static final String USAGE = """
            SendCostTrial FILE.ndjson [ROUNDS [BROKERS]]

              FILE.ndjson  records to send: one a line, taken in turn, key and value alike for all sides
              ROUNDS       slices of each side and kind, default 21; odd, so that a median is one of them
              BROKERS      of the cluster, separate processes on this machine, default 1

            Starts the cluster, takes some minutes, prints Markdown to the standard output. A slice is a burst of records
            up to the last acknowledgement. In each round every side has one, first in one order, then in the other one.
            A ratio is that of the medians; in brackets are the ratios to the plain client in the same round: median;
            least to largest. Allocation hardly depends on what else the machine does; processor time does, a little;
            records per second do, very much.

            "plain client" has one callback for all records and keeps nothing of any; "a future each" completes a
            CompletableFuture for each record, as the SDK does. Both sides have the BALANCED profile, acks=all and
            maxBlock 60 s. Floods stay within inFlight of the SDK and buffer.memory, so that neither side waits for room.""";

    private static final String PLAIN = "plain";
    private static final String TOPIC_OF_COST = "cost";
    private static final String TOPIC_OF_FLOOD = "flood";
    private static final int COST_RECORDS = 20_000;
    private static final int FLOOD_RECORDS = 60_000;
    private static final int PACED_PER_SECOND = 20_000;
    private static final int KEYS = 1_000;
    private static final int WARM_UP_ROUNDS = 12;

    private final PrintStream out = System.out;
    private final String bootstrapServers;
    private final int rounds;

    private SendCostTrial(String bootstrapServers, int rounds) {
        this.bootstrapServers = bootstrapServers;
        this.rounds = rounds;
    }

    /**
     * Runs the trial and prints its tables.
     *
     * @param args the file with one event a line, the number of rounds (default 21), the number of brokers (default 1)
     * @throws IOException when the file cannot be read
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println(USAGE);
            return;
        }
        List<String> events = Files.readAllLines(Path.of(args[0]));
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 21;
        int brokers = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        Locale.setDefault(Locale.ROOT);
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(brokers).start()) {
            Map<String, String> config = Map.of("min.insync.replicas", brokers > 1 ? "2" : "1");
            cluster.createTopic(TOPIC_OF_COST, 1, brokers, config);
            cluster.createTopic(TOPIC_OF_FLOOD, 6, brokers, config);
            SendCostTrial trial = new SendCostTrial(cluster.bootstrapServers(), rounds);
            trial.run(new Sample<>("byte[]", bytesOf(events), bytesOf(keys()), new ByteArraySerializer()));
            trial.run(new Sample<>("String", events, keys(), new StringSerializer()));
        }
    }

    /**
     * What is sent.
     *
     * @param label the type of keys and values
     * @param values taken in turn
     * @param keys taken in turn
     * @param serializer of both
     */
    private record Sample<T>(String label, List<T> values, List<T> keys, Serializer<T> serializer) {

        void send(SendSide<T> side, SendShape shape, String topic, int index) {
            shape.send(side, topic, keys.get(index % keys.size()), values.get(index % values.size()));
        }
    }

    private <T> void run(Sample<T> sample) {
        // Long enough that each batch is sent because it is full, and all sides fill the same number of them.
        cost(sample, Map.of("linger.ms", "2000"));
        traffic(sample, Map.of());
    }

    private <T> void cost(Sample<T> sample, Map<String, String> overrides) {
        try (KafkaSdk bare = sdk(false);
                KafkaSdk metered = sdk(true);
                Producer<T, T> plain = plain(sample, overrides)) {
            GuardedProducer<T, T> withMeters = producer(metered, sample, overrides);
            List<SendSide<T>> sides = List.of(
                    new PlainSide<>("plain client", PLAIN, plain, false),
                    new PlainSide<>("plain client, a future each", PLAIN, plain, true),
                    new SdkSide<>("SDK, no registry", producer(bare, sample, overrides), false),
                    new SdkSide<>("SDK, registry", withMeters, false),
                    new SdkSide<>("SDK, registry, whenComplete", withMeters, true));
            for (SendShape shape : SendShape.values()) {
                Interleaved.run(sides, WARM_UP_ROUNDS, side -> burst(sample, side, shape, TOPIC_OF_COST));
            }
            out.printf("%n**%s: what a record costs**, bursts of %d records%n%n", sample.label(), COST_RECORDS);
            out.println("| | | allocated by sender, bytes | extra | CPU of sender | CPU of I/O thread | CPU of both |");
            out.println("|---|---|---|---|---|---|---|");
            for (SendShape shape : SendShape.values()) {
                print(
                        shape.toString(),
                        Interleaved.run(sides, rounds, side -> burst(sample, side, shape, TOPIC_OF_COST)));
            }
        }
    }

    private <T> SendCost burst(Sample<T> sample, SendSide<T> side, SendShape shape, String topic) {
        int records = topic.equals(TOPIC_OF_COST) ? COST_RECORDS : FLOOD_RECORDS;
        return SendCost.of(side, records, () -> {
            for (int i = 0; i < records; i++) {
                sample.send(side, shape, topic, i);
            }
        });
    }

    private <T> void traffic(Sample<T> sample, Map<String, String> overrides) {
        try (KafkaSdk metered = sdk(true);
                Producer<T, T> plain = plain(sample, overrides)) {
            GuardedProducer<T, T> withMeters = producer(metered, sample, overrides);
            List<SendSide<T>> sides = List.of(
                    new PlainSide<>("plain client", PLAIN, plain, false),
                    new PlainSide<>("plain client, a future each", PLAIN, plain, true),
                    new SdkSide<>("SDK, registry", withMeters, false),
                    new SdkSide<>("SDK, registry, whenComplete", withMeters, true));
            SendShape shape = SendShape.TOPIC_KEY_VALUE;
            Interleaved.run(sides, WARM_UP_ROUNDS, side -> burst(sample, side, shape, TOPIC_OF_FLOOD));
            out.printf(
                    "%n**%s: floods** of %d records, **and a pace** of %d/s%n%n",
                    sample.label(), FLOOD_RECORDS, PACED_PER_SECOND);
            out.println("| | | records/s | ratio of records/s | CPU of sender | CPU of I/O thread | CPU of both |");
            out.println("|---|---|---|---|---|---|---|");
            printRates("flood", Interleaved.run(sides, rounds, side -> burst(sample, side, shape, TOPIC_OF_FLOOD)));
            printRates("paced", Interleaved.run(sides, rounds, side -> paced(sample, side)));
        }
    }

    /** Sends for a second, some records each millisecond: waiting for every single one would cost more than sending it. */
    private static <T> SendCost paced(Sample<T> sample, SendSide<T> side) {
        return SendCost.of(side, PACED_PER_SECOND, () -> {
            long start = System.nanoTime();
            int perMilli = PACED_PER_SECOND / 1_000;
            for (int i = 0; i < PACED_PER_SECOND; i++) {
                long due = start + TimeUnit.MILLISECONDS.toNanos(i / perMilli);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                sample.send(side, SendShape.TOPIC_KEY_VALUE, TOPIC_OF_FLOOD, i);
            }
        });
    }

    private <T> void print(String what, Interleaved<SendSide<T>, SendCost> costs) {
        for (Interleaved.Track<SendSide<T>, SendCost> track : costs.tracks()) {
            out.printf(
                    "| %s | %s | %.1f | %+.1f | %s | %s | %s |%n",
                    what,
                    track.side().label(),
                    track.median(SendCost::allocatedBytes),
                    costs.extra(track, SendCost::allocatedBytes),
                    cpu(costs, track, SendCost::senderNanos),
                    cpu(costs, track, SendCost::ioNanos),
                    cpu(costs, track, SendCost::clientNanos));
        }
    }

    private <T> void printRates(String what, Interleaved<SendSide<T>, SendCost> costs) {
        for (Interleaved.Track<SendSide<T>, SendCost> track : costs.tracks()) {
            out.printf(
                    "| %s | %s | %.0f | %s | %s | %s | %s |%n",
                    what,
                    track.side().label(),
                    track.median(SendCostTrial::perSecond),
                    costs.ratio(track, SendCostTrial::perSecond),
                    cpu(costs, track, SendCost::senderNanos),
                    cpu(costs, track, SendCost::ioNanos),
                    cpu(costs, track, SendCost::clientNanos));
        }
    }

    private static <T> String cpu(
            Interleaved<SendSide<T>, SendCost> costs,
            Interleaved.Track<SendSide<T>, SendCost> track,
            ToDoubleFunction<SendCost> figure) {
        return "%.0f ns, %s".formatted(track.median(figure), costs.ratio(track, figure));
    }

    private static double perSecond(SendCost cost) {
        return 1e9 / cost.elapsedNanos();
    }

    private <T> Producer<T, T> plain(Sample<T> sample, Map<String, String> overrides) {
        Map<String, Object> config =
                new HashMap<>(TuningProfile.BALANCED.producer().toKafkaConfig());
        config.put("bootstrap.servers", bootstrapServers);
        config.put("client.id", PLAIN);
        config.put("max.block.ms", 60_000);
        config.putAll(overrides);
        return new KafkaProducer<>(config, sample.serializer(), sample.serializer());
    }

    private <T> GuardedProducer<T, T> producer(KafkaSdk sdk, Sample<T> sample, Map<String, String> overrides) {
        ProducerSettings<T, T> settings = ProducerSettings.named("cost", sample.serializer(), sample.serializer())
                .topics(TOPIC_OF_COST, TOPIC_OF_FLOOD)
                .maxBlock(Duration.ofSeconds(60));
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            settings = settings.kafkaProperty(override.getKey(), override.getValue());
        }
        return sdk.producer(settings);
    }

    private KafkaSdk sdk(boolean withMeters) {
        KafkaSdkBuilder builder = KafkaSdk.builder()
                .cluster(ClusterSettings.of(bootstrapServers))
                .application(withMeters ? "metered" : "bare");
        return (withMeters ? builder.meterRegistry(new SimpleMeterRegistry()) : builder).build();
    }

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "key-" + i).toList();
    }

    private static List<byte[]> bytesOf(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
