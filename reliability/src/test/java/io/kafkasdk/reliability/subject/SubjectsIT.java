package io.kafkasdk.reliability.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.SecureListener;
import io.kafkasdk.test.ledger.Claim;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.Sent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The subjects' processes: what they write down, and that they can be killed, paused and ended. */
class SubjectsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static KafkaCluster cluster;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        cluster = KafkaCluster.builder()
                .brokers(1)
                .withSecurity()
                .user("load", "sesame-17")
                .start();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    private SubjectSpec spec(String name, String topic) {
        return SubjectSpec.of(name, directory, cluster.bootstrapServers())
                .with(Setting.TOPICS, topic)
                .with(Setting.GROUPS, topic + ".group:consumer:" + topic)
                .with(Setting.SAMPLE, 200);
    }

    private Evidence evidence() {
        return Ledger.in(directory).evidence(List.of());
    }

    private void awaitTold(int sends) {
        await().atMost(LIMIT)
                .until(() -> evidence().sent().values().stream()
                                .filter(sent -> sent.told() > 0)
                                .count()
                        >= sends);
    }

    private void awaitHandled(int records) {
        await().atMost(LIMIT).until(() -> evidence().handlings().size() >= records);
    }

    private static void create(String topic) {
        cluster.createTopic(topic, 2, 1);
        cluster.createTopic(topic + ".group.dlt", 1, 1);
    }

    @Test
    void subjectsOfTheSdkWriteDownWhatTheyDoAndClaimItAtTheirEnd() {
        create("sdk");
        SubjectSpec spec = spec("sender", "sdk").with(Setting.RECORDS, 100).with(Setting.FAILING, 20);
        try (JvmProcess sender = JvmProcess.of(SdkSender.class, spec, directory);
                JvmProcess member = JvmProcess.of(SdkMember.class, spec("member", "sdk"), directory)) {
            sender.start();
            member.start();
            awaitTold(100);
            awaitHandled(100);
            assertThat(sender.isReady()).isTrue();
            assertThat(sender.stop(LIMIT)).isTrue();
            assertThat(member.stop(LIMIT)).isTrue();
        }

        Evidence evidence = evidence();
        assertThat(evidence.sent().values()).hasSize(100).allMatch(sent -> sent.outcome() == Sent.Outcome.ACKED);
        assertThat(evidence.claims())
                .contains(new Claim("sender.0", "acked", 100), new Claim("sender.0", "unknown", 0));
        assertThat(evidence.claims()).extracting(Claim::what).contains(LongestSend.CLAIM, "handled", "dead-lettered");
        assertThat(evidence.samples())
                .anyMatch(sample -> sample.who().equals("sender.0")
                        && sample.use().series() > 0
                        && sample.use().files() > 0)
                .anyMatch(sample -> sample.who().equals("sdk.group/member-0"));
        assertThat(evidence.ownerships()).hasSize(2);
    }

    @Test
    void plainSubjectsWriteDownTheSame() {
        create("plain");
        try (JvmProcess sender = JvmProcess.of(
                        PlainSender.class, spec("plain-sender", "plain").with(Setting.RECORDS, 100), directory);
                JvmProcess member = JvmProcess.of(PlainMember.class, spec("plain-member", "plain"), directory)) {
            sender.start();
            member.start();
            awaitTold(100);
            awaitHandled(100);
            assertThat(sender.stop(LIMIT)).isTrue();
            assertThat(member.stop(LIMIT)).isTrue();
        }

        Evidence evidence = evidence();
        assertThat(evidence.sent().values()).hasSize(100).allMatch(sent -> sent.outcome() == Sent.Outcome.ACKED);
        assertThat(evidence.claims()).extracting(Claim::what).contains(LongestSend.CLAIM);
        assertThat(evidence.ownerships()).hasSize(2);
        assertThat(evidence.samples()).isNotEmpty();
    }

    @Test
    void aSenderSendsToASecuredListener() {
        create("secured");
        cluster.security().allow("load", "secured", AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        SubjectSpec spec = SubjectSpec.of("guarded", directory, cluster.bootstrapServers(SecureListener.SASL_SSL))
                .with(Setting.TOPICS, "secured")
                .with(Setting.RECORDS, 20)
                .with(Setting.PROTOCOL, "SASL_SSL")
                .with(Setting.USER, "load")
                .with(Setting.PASSWORD, "sesame-17")
                .with(Setting.TRUST_STORE, cluster.security().trustStore())
                .with(Setting.TRUST_STORE_PASSWORD, cluster.security().storePassword());
        try (JvmProcess sdk = JvmProcess.of(SdkSender.class, spec, directory);
                JvmProcess plain =
                        JvmProcess.of(PlainSender.class, spec.with(Setting.NAME, "plain-guarded"), directory)) {
            sdk.start();
            plain.start();
            awaitTold(40);
        }

        assertThat(evidence().sent().values()).allMatch(sent -> sent.outcome() == Sent.Outcome.ACKED);
    }

    @Test
    void aProcessCanBeKilledPausedAndStartedAgainAsAnotherLife() {
        create("lives");
        SubjectSpec spec = spec("immortal", "lives").with(Setting.RATE, 100);
        try (JvmProcess process = JvmProcess.of(PlainSender.class, spec, directory)) {
            process.start();
            awaitTold(1);
            process.pause();
            assertThat(process.isRunning()).isFalse();
            process.resume();
            assertThat(process.isRunning()).isTrue();
            process.kill();
            assertThat(process.isRunning()).isFalse();
            process.start();
            await().atMost(LIMIT).until(process::isReady);
            assertThat(process.lives()).isEqualTo(2);
        }

        assertThat(evidence().sent().keySet()).extracting(id -> id.life()).contains(0, 1);
    }
}
