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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@KafkaClusterTest
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExactlyOnceFaultIT {

    private static final Logger log = LoggerFactory.getLogger(ExactlyOnceFaultIT.class);
    private static final int ALONE = 3_000;
    private static final int PARTITIONS = 3;
    /** What two copies with one id do together: a few transactions, because they slow each other down. */
    private static final int SHARED = 600;

    private static final Runnable NOTHING = () -> {};

    @Test
    void everyInputIsWrittenOnceWhileItsCoordinatorDiesAndZombiesShareItsId(KafkaCluster cluster) {
        cluster.createTopic(IN, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
        cluster.createTopic(OUT, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
        cluster.createTopic("side", 1, 3, Map.of("min.insync.replicas", "2"));
        List<String> input = fill(cluster, 0, ALONE);
        try (KafkaSdk sdk = sdk(cluster, "copier");
                ReadProcessWrite copier = new ReadProcessWrite(cluster, "copiers", producer(sdk))) {
            int done = copyUntil(copier, ALONE / 4);

            fenceWithinABlock(cluster, copier);
            done += copyUntil(copier, ALONE / 2 - done);

            killWithinABlock(cluster, copier);
            copyAll(copier);

            input.addAll(fill(cluster, ALONE, ALONE + SHARED));
            shareTheRest(cluster, copier);
        }
        assertThat(values(cluster, OUT, "read_committed"))
                .hasSize(ALONE + SHARED)
                .containsExactlyInAnyOrderElementsOf(input);
    }

    private static int copyUntil(ReadProcessWrite copier, int enough) {
        int done = 0;
        while (done < enough) {
            done += copier.step(NOTHING);
        }
        return done;
    }

    /** Until the group's offsets are at the end; a count could wait for ever behind an unknown but committed outcome. */
    private static void copyAll(ReadProcessWrite... copiers) {
        boolean done = false;
        while (!done) {
            int copied = 0;
            for (ReadProcessWrite copier : copiers) {
                copied += copier.step(NOTHING);
            }
            done = copied == 0 && copiers[0].isAtTheEnd();
        }
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
    private static void shareTheRest(KafkaCluster cluster, ReadProcessWrite first) {
        try (KafkaSdk sdk = sdk(cluster, "copier");
                ReadProcessWrite second = new ReadProcessWrite(cluster, "copiers", producer(sdk))) {
            while (!second.join()) {
                first.join();
            }
            copyAll(first, second);
            assertThat(second.failures)
                    .as("failures of the second copy")
                    .anyMatch(failure -> failure.kind() == ErrorKind.FENCED);
            assertThat(Stream.concat(first.failures.stream(), second.failures.stream()))
                    .anyMatch(failure -> failure.getMessage().contains("two running producers share"));
            log.info("First copy: {}", told(first));
            log.info("Second copy: {}", told(second));
        }
    }

    private static String told(ReadProcessWrite copier) {
        return copier.failures.stream()
                .map(failure -> failure.outcome().getClass().getSimpleName() + ": " + failure.getMessage())
                .collect(Collectors.joining("\n  ", "\n  ", ""));
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

    private static List<String> fill(KafkaCluster cluster, int from, int to) {
        List<String> input = new ArrayList<>();
        IntStream.range(from, to).forEach(i -> input.add("record-" + i));
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
