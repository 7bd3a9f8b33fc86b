package io.kafkasdk.reliability.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.guarantee.Judgement;
import io.kafkasdk.test.guarantee.Referee;
import io.kafkasdk.test.ledger.CommitWatch;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.LogScan;
import io.kafkasdk.test.ledger.Ownership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** Where one scenario runs: a topic, a group and a ledger of its own, on a cluster that all share. */
final class Stage implements AutoCloseable {

    static final int PARTITIONS = 2;
    /** Shorter than the brokers allow by default. */
    static final int SESSION_MILLIS = 3_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Ten times what a rebalance takes with these sessions. */
    private static final Duration TIME_TO_BEGIN = Duration.ofSeconds(10);

    final KafkaCluster cluster;
    final Ledger ledger;
    final String topic;
    final String group;
    private final List<Path> front;
    private final CommitWatch watch;
    private final List<JvmProcess> processes = new ArrayList<>();

    private Stage(KafkaCluster cluster, Path directory, String name, List<Path> front) {
        this.cluster = cluster;
        this.ledger = Ledger.in(directory);
        this.topic = name;
        this.group = name + ".group";
        this.front = front;
        this.watch = ledger.watchCommits(cluster.admin(), List.of(group), Duration.ofMillis(50));
    }

    /**
     * A new stage.
     *
     * @param name of the topic; unique
     * @param front classes that take the place of the SDK's
     */
    static Stage open(KafkaCluster cluster, Path directory, String name, List<Path> front) {
        cluster.createTopic(name, PARTITIONS, 1);
        cluster.createTopic(name + ".group" + SdkMember.DEAD_LETTERS, PARTITIONS, 1);
        return new Stage(cluster, directory, name, front);
    }

    List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    SubjectSpec spec(String name) {
        return SubjectSpec.of(name, ledger.directory(), cluster.bootstrapServers())
                .with(Setting.TOPICS, topic)
                .with(Setting.GROUPS, group + ":classic:" + topic)
                .with(Setting.SESSION, SESSION_MILLIS)
                .with(Setting.DRAIN, LIMIT.toMillis())
                .with(Setting.COMMIT, 50);
    }

    /** Has so many records written by the plain client, which is not judged, and returns when all are acknowledged. */
    void load(SubjectSpec spec, int records) throws InterruptedException {
        PlainSender sender = PlainSender.of(spec.with(Setting.RECORDS, records).with(Setting.RATE, 20_000));
        sender.work();
        sender.end();
    }

    /** Starts a subject in a JVM of its own, with the mutant in front. */
    JvmProcess start(Class<?> main, SubjectSpec spec) {
        JvmProcess process = JvmProcess.of(main, spec, ledger.directory()).withFront(front);
        processes.add(process);
        process.start();
        return process;
    }

    /** Each look reads the whole ledger. */
    private static ConditionFactory patience() {
        return await().atMost(LIMIT).pollInterval(Duration.ofMillis(200));
    }

    /** Returns when a handler has a record of each partition in hand, all of them held. */
    void awaitWorkInHand() {
        patience()
                .until(() -> evidence(List.of()).handlings().stream()
                                .filter(handling -> handling.end() == Handling.End.CUT)
                                .map(Handling::partition)
                                .distinct()
                                .count()
                        == PARTITIONS);
    }

    /** Lets held handlers go. */
    void release() {
        try {
            Hold.release(ledger.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the group has so many members. */
    void awaitMembers(int members) {
        patience()
                .until(() -> answer(cluster.admin()
                                        .describeConsumerGroups(List.of(group))
                                        .all())
                                .get(group)
                                .members()
                                .size()
                        == members);
    }

    /** Returns when a member works, or when it would by now if nothing kept it from doing so. */
    void giveTimeToBegin(String member) {
        try {
            patience()
                    .atMost(TIME_TO_BEGIN)
                    .until(() -> evidence(List.of()).handlings().stream()
                            .anyMatch(handling -> handling.member().equals(member)));
        } catch (ConditionTimeoutException e) {
            // It has nothing to do: whoever has the work in hand was waited for.
        }
    }

    /** Has the ledger know the commits of now. */
    void lookAtCommits() {
        assertThat(watch.look()).as("the brokers tell the commits").isTrue();
    }

    void awaitHandled(int records) {
        patience()
                .until(() -> evidence(List.of()).handlings().stream()
                                .filter(handling -> handling.end() == Handling.End.DONE)
                                .count()
                        >= records);
    }

    /** Returns when a member has exactly so many partitions. */
    void awaitOwned(String member, int partitions) {
        patience()
                .until(() -> evidence(List.of()).ownerships().stream()
                                .filter(tenure -> tenure.member().equals(member) && tenure.end() == Ownership.End.CUT)
                                .count()
                        == partitions);
    }

    void awaitLost(String member) {
        patience()
                .until(() -> evidence(List.of()).ownerships().stream()
                        .anyMatch(tenure -> tenure.member().equals(member) && tenure.end() == Ownership.End.LOST));
    }

    void awaitTold(long sends) {
        patience().until(() -> told() >= sends);
    }

    /** Returns of how many sends the outcome is known. */
    long told() {
        return evidence(List.of()).sent().values().stream()
                .filter(sent -> sent.told() > 0)
                .count();
    }

    /** Has the brokers refuse batches of more bytes, and returns when they do. */
    void limitRecordsTo(int bytes) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry limit = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
        AlterConfigOp change = new AlterConfigOp(limit, AlterConfigOp.OpType.SET);
        answer(cluster.admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(change)))
                .all());
        patience()
                .until(() -> answer(cluster.admin()
                                .describeConfigs(List.of(resource))
                                .all())
                        .get(resource)
                        .get(limit.name())
                        .value()
                        .equals(limit.value()));
    }

    /** Returns when the group has committed the ends of all partitions; what it handled on the way is for the checks. */
    void awaitCaughtUp() {
        patience().until(() -> committed().equals(ends()));
    }

    /** Returns when the group has committed something. */
    void awaitCommitted() {
        patience().until(() -> committed().values().stream().anyMatch(offset -> offset > 0));
    }

    private Map<TopicPartition, Long> ends() {
        Map<TopicPartition, OffsetSpec> latest = partitions().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return answer(cluster.admin().listOffsets(latest).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, OffsetAndMetadata> commits =
                answer(cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return commits.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    static <T> T answer(KafkaFuture<T> question) {
        try {
            return question.get(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends all subjects as a deployment does, and judges. */
    Judgement judge() {
        for (JvmProcess process : processes) {
            if (process.isRunning()) {
                assertThat(process.stop(Duration.ofSeconds(20)))
                        .as("%s ends in its own time; see %s", process.name(), process.output())
                        .isTrue();
            }
        }
        lookAtCommits();
        watch.close();
        String deadLetters = group + SdkMember.DEAD_LETTERS;
        Evidence evidence = evidence(LogScan.of(Map.of("bootstrap.servers", cluster.bootstrapServers()))
                .read(List.of(topic, deadLetters)));
        GroupDuty duty = new GroupDuty(group, Set.of(topic), Optional.of(deadLetters));
        boolean hasGroup = !evidence.handlings().isEmpty();
        Judgement judgement = (hasGroup ? Referee.of(duty) : Referee.of()).judge(evidence);
        write(judgement.text());
        return judgement;
    }

    private void write(String verdict) {
        try {
            Files.writeString(ledger.directory().resolve("verdict.txt"), verdict);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Evidence evidence(List<io.kafkasdk.test.ledger.Logged> logs) {
        return ledger.evidence(logs);
    }

    @Override
    public void close() {
        processes.forEach(JvmProcess::close);
        watch.close();
    }
}
