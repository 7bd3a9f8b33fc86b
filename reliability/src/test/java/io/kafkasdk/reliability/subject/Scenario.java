package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.ledger.FaultLog;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** What happens to the subjects; as short as it can be. */
enum Scenario {
    /** A member dies in the middle of its work; its next life does the rest. */
    MEMBER_KILLED {
        @Override
        void run(Stage stage) throws InterruptedException {
            stage.load(stage.spec("sender"), 600);
            JvmProcess member =
                    stage.start(SdkMember.class, stage.spec("member").with(Setting.HOLD, 50));
            stage.awaitHandled(50);
            stage.awaitCommitted();
            try (FaultLog faults = stage.ledger.faults()) {
                FaultLog.Period period = faults.began("consumer-kill", member.name());
                member.kill();
                stage.release();
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
            // Fewer keys than handlers: there is work in hand in each partition, and more of each key behind it.
            stage.load(stage.spec("sender").with(Setting.KEYS, 6), 72);
            SubjectSpec member = stage.spec("member");
            stage.start(SdkMember.class, member.with(Setting.HOLD, 5));
            stage.awaitWorkInHand();
            stage.start(SdkMember.class, member.with(Setting.NAME, "second"));
            stage.awaitMembers(2);
            stage.giveTimeToBegin("second-0");
            stage.release();
            stage.awaitCaughtUp();
        }
    },

    /** A member stands still for longer than its session; another one takes over before it goes on. */
    MEMBER_PAUSED {
        @Override
        void run(Stage stage) throws InterruptedException {
            SubjectSpec slow = stage.spec("member").with(Setting.WORK, 200_000).with(Setting.HOLD, 1);
            JvmProcess member = stage.start(SdkMember.class, slow);
            stage.start(SdkMember.class, slow.with(Setting.NAME, "second"));
            stage.awaitOwned("member-0", 1);
            stage.awaitOwned("second-0", 1);
            stage.load(stage.spec("sender").with(Setting.KEYS, 6), 60);
            stage.awaitWorkInHand();
            try (FaultLog faults = stage.ledger.faults()) {
                FaultLog.Period period = faults.began("consumer-pause", member.name());
                member.pause();
                stage.awaitOwned("second-0", Stage.PARTITIONS);
                member.resume();
                period.healed();
                stage.awaitLost("member-0");
                period.over();
            }
            stage.release();
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
            stage.start(SdkSender.class, stage.spec("sender").with(Setting.RATE, 100));
            stage.awaitTold(50);
            // Values have 100 to 300 bytes, and what is around them has more than 50.
            stage.limitRecordsTo(350);
            stage.awaitTold(stage.told() + 200);
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
