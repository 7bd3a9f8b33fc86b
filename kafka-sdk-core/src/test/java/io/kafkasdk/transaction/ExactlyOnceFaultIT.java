package io.kafkasdk.transaction;

import static io.kafkasdk.transaction.ReadProcessWrite.IN;
import static io.kafkasdk.transaction.ReadProcessWrite.OUT;
import static io.kafkasdk.transaction.ReadProcessWrite.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.transaction.TransactionOutcome.Aborted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KafkaClusterTest
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExactlyOnceFaultIT {

    private static final int RECORDS = 3_000;
    private static final int PARTITIONS = 3;
    private static final Runnable NOTHING = () -> {};

    @Test
    void everyInputIsWrittenOnceWhileItsCoordinatorDiesAndZombiesShareItsId(KafkaCluster cluster) throws Exception {
        cluster.createTopic(IN, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
        cluster.createTopic(OUT, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
        cluster.createTopic("side", 1, 3, Map.of("min.insync.replicas", "2"));
        List<String> input = fill(cluster);
        try (KafkaSdk sdk = sdk(cluster, "copier");
                ReadProcessWrite copier = new ReadProcessWrite(cluster, "copiers", producer(sdk))) {
            int done = copyUntil(copier, RECORDS / 4);

            fenceWithinABlock(cluster, copier);
            done += copyUntil(copier, RECORDS / 2 - done);

            killWithinABlock(cluster, copier);
            done += copyUntil(copier, RECORDS * 3 / 4 - done);
            assertThat(done).isBetween(RECORDS * 3 / 4, RECORDS - 1);

            shareTheRest(cluster, copier, RECORDS - done);
        }
        assertThat(values(cluster, OUT, "read_committed"))
                .hasSize(RECORDS)
                .containsExactlyInAnyOrderElementsOf(input);
    }

    private static int copyUntil(ReadProcessWrite copier, int enough) {
        int done = 0;
        while (done < enough) {
            done += copier.step(NOTHING);
        }
        return done;
    }

    /** A second copy with the same id takes it over while a transaction of the first one is open. */
    private static void fenceWithinABlock(KafkaCluster cluster, ReadProcessWrite copier) {
        int before = copier.failures.size();
        while (copier.failures.size() == before) {
            int done = copier.step(() -> {
                try (KafkaSdk zombie = sdk(cluster, "copier")) {
                    producer(zombie).run(transaction -> {
                        transaction.send("side", "key", "zombie");
                        return 0;
                    });
                }
            });
            assertThat(done).as("a fenced transaction commits nothing").isZero();
        }
        TransactionFailedException fenced = copier.failures.get(before);
        assertThat(fenced.kind()).isEqualTo(ErrorKind.FENCED);
        assertThat(fenced.outcome()).isInstanceOf(Aborted.class);
        assertThat(fenced).hasMessageContaining("transactional.id 'copier.copy.0'");
    }

    /** The broker that coordinates the transactions dies behind the sends and before the commit. */
    private static void killWithinABlock(KafkaCluster cluster, ReadProcessWrite copier) {
        AtomicInteger killed = new AtomicInteger();
        while (killed.get() == 0) {
            copier.step(() -> {
                killed.set(coordinator(cluster));
                cluster.broker(killed.get()).kill();
            });
        }
    }

    /** Two copies with the same id and in the same group do the rest together, each fencing the other. */
    private static void shareTheRest(KafkaCluster cluster, ReadProcessWrite first, int rest) throws Exception {
        AtomicInteger left = new AtomicInteger(rest);
        try (KafkaSdk sdk = sdk(cluster, "copier");
                ReadProcessWrite second = new ReadProcessWrite(cluster, "copiers", producer(sdk))) {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> copyWhile(second, left));
            copyWhile(first, left);
            other.get(60, TimeUnit.SECONDS);
            System.out.println("failures of the first copy: " + kinds(first) + ", of the second: " + kinds(second));
        }
    }

    /** An unknown outcome may have done its part, so that the count alone could wait for ever. */
    private static void copyWhile(ReadProcessWrite copier, AtomicInteger left) {
        int idle = 0;
        while (left.get() > 0 && idle < 100) {
            int done = copier.step(NOTHING);
            left.addAndGet(-done);
            idle = done == 0 ? idle + 1 : 0;
        }
    }

    private static List<String> kinds(ReadProcessWrite copier) {
        return copier.failures.stream()
                .map(failure -> failure.kind() + " " + failure.outcome().getClass().getSimpleName())
                .toList();
    }

    private static int coordinator(KafkaCluster cluster) {
        try {
            return cluster.admin()
                    .describeTransactions(List.of("copier.copy.0"))
                    .description("copier.copy.0")
                    .get(10, TimeUnit.SECONDS)
                    .coordinatorId();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> fill(KafkaCluster cluster) {
        List<String> input = new ArrayList<>();
        IntStream.range(0, RECORDS).forEach(i -> input.add("record-" + i));
        try (KafkaSdk sdk = sdk(cluster, "filler")) {
            producer(sdk).run(transaction -> {
                input.forEach(value -> transaction.send(IN, value, value));
                return 0;
            });
        }
        return input;
    }

    private static TransactionalProducer<String, String> producer(KafkaSdk sdk) {
        return sdk.transactionalProducer(
                TransactionSettings.named("copy", "0", new StringSerializer(), new StringSerializer()));
    }

    private static KafkaSdk sdk(KafkaCluster cluster, String application) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application(application)
                .build();
    }
}
