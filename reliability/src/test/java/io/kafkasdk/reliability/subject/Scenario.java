package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.ledger.FaultLog;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.config.ConfigResource;

/** What happens to the subjects; as short as it can be. */
enum Scenario {
    /** A member dies in the middle of its work; its next life does the rest. */
    MEMBER_KILLED {
        @Override
        void run(Stage stage) throws InterruptedException {
            stage.load(stage.spec("sender"), 600);
            JvmProcess member =
                    stage.start(SdkMember.class, stage.spec("member").with(Setting.WORK, 10_000));
            stage.awaitHandled(50);
            try (FaultLog faults = stage.ledger.faults()) {
                FaultLog.Period period = faults.began("consumer-kill", member.name());
                member.kill();
                member.start();
                period.healed();
                stage.awaitCaughtUp();
                period.over();
            }
        }
    },

    /** A second member takes partitions from one that is in the middle of its work. */
    MEMBER_JOINS {
        @Override
        void run(Stage stage) throws InterruptedException {
            // Longer than it takes until the other one has the partition.
            SubjectSpec slow = stage.spec("member").with(Setting.WORK, 800_000);
            stage.load(stage.spec("sender"), 24);
            stage.start(SdkMember.class, slow);
            stage.awaitHandled(5);
            JvmProcess second = stage.start(SdkMember.class, slow.with(Setting.NAME, "second"));
            // However long its JVM takes to start, the first one has work in hand when it joins.
            stage.awaitReady(second);
            stage.load(stage.spec("other-sender"), 48);
            stage.awaitCaughtUp();
        }
    },

    /** A member stands still for longer than its session; another one takes over before it goes on. */
    MEMBER_PAUSED {
        @Override
        void run(Stage stage) throws InterruptedException {
            SubjectSpec slow = stage.spec("member").with(Setting.WORK, 200_000);
            JvmProcess member = stage.start(SdkMember.class, slow);
            stage.start(SdkMember.class, slow.with(Setting.NAME, "second"));
            stage.awaitOwned("member-0", 1);
            stage.awaitOwned("second-0", 1);
            stage.load(stage.spec("sender"), 240);
            stage.awaitHandled(5);
            try (FaultLog faults = stage.ledger.faults()) {
                FaultLog.Period period = faults.began("consumer-pause", member.name());
                member.pause();
                stage.awaitOwned("second-0", Stage.PARTITIONS);
                member.resume();
                period.healed();
                stage.awaitLost("member-0");
                period.over();
            }
            stage.awaitCaughtUp();
        }
    },

    /** Records that cannot be deserialized, that always fail, and that fail once. */
    HANDLERS_FAIL {
        @Override
        void run(Stage stage) throws InterruptedException {
            stage.load(
                    stage.spec("sender")
                            .with(Setting.KEYS, 10)
                            .with(Setting.POISON, 20)
                            .with(Setting.FAILING, 20)
                            .with(Setting.FLAKY, 10),
                    300);
            stage.start(SdkMember.class, stage.spec("member"));
            stage.awaitCaughtUp();
        }
    },

    /** The brokers refuse records that the SDK has no reason to refuse: the topic's limit falls behind its back. */
    SENDS_REFUSED {
        @Override
        void run(Stage stage) {
            int records = 300;
            stage.start(
                    SdkSender.class,
                    stage.spec("sender").with(Setting.RATE, 100).with(Setting.RECORDS, records));
            stage.awaitTold(50);
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, stage.topic);
            Stage.answer(stage.cluster
                    .admin()
                    .incrementalAlterConfigs(Map.of(
                            topic,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "350"), AlterConfigOp.OpType.SET))))
                    .all());
            stage.awaitTold(records);
        }
    },

    /** Retention passes the commit of a group that is away. */
    RECORDS_REMOVED {
        @Override
        void run(Stage stage) throws InterruptedException {
            stage.load(stage.spec("sender"), 300);
            Stage.answer(stage.cluster
                    .admin()
                    .alterConsumerGroupOffsets(
                            stage.group,
                            stage.partitions().stream()
                                    .collect(Collectors.toMap(
                                            partition -> partition, partition -> new OffsetAndMetadata(0))))
                    .all());
            stage.lookAtCommits();
            long below = 40;
            try (FaultLog faults = stage.ledger.faults()) {
                FaultLog.Period period = faults.began("retention-passed", stage.topic);
                Stage.answer(stage.cluster
                        .admin()
                        .deleteRecords(stage.partitions().stream()
                                .collect(Collectors.toMap(
                                        partition -> partition, partition -> RecordsToDelete.beforeOffset(below))))
                        .all());
                stage.partitions().forEach(p -> faults.removed(p.topic(), p.partition(), below));
                period.healed();
                stage.start(SdkMember.class, stage.spec("member"));
                stage.awaitCaughtUp();
                period.over();
            }
        }
    };

    /** Runs it to the point where only the end of the subjects is left. */
    abstract void run(Stage stage) throws InterruptedException;
}
