package io.kafkasdk.events;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.events.Event.Severity;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The events of consumers and of members of share groups. */
final class ConsumerStory implements ConsumerListener {

    /** A record that fails so often is not unlucky. */
    private static final int POISON_ATTEMPTS = 3;

    private static final double MILLIS = 1_000;

    private final EventGate gate;
    private final CommitStory commits;

    ConsumerStory(EventGate gate, CommitStory commits) {
        this.gate = gate;
        this.commits = commits;
    }

    @Override
    public void statusChanged(String group, TopicStatus before, TopicStatus now) {
        if (before.status() == now.status()) {
            return;
        }
        Subject subject = Subject.topic(EventNames.STATUS_CHANGE, group, now.topic());
        ConsumptionStatus was = before.status();
        // What is worse than WARN is told by the watchdog or by what caused it; that it falls behind is told by nobody.
        if (now.status() == ConsumptionStatus.WARN) {
            gate.alone(Severity.WARN, subject, () -> ofStatus(group, was, now));
        } else {
            gate.besideProse(severityOf(now.status()), subject, () -> ofStatus(group, was, now));
        }
    }

    private static Event ofStatus(String group, ConsumptionStatus before, TopicStatus now) {
        return Event.of(about(group) + "consumption of topic '" + now.topic() + "' is " + now.status() + ", it was "
                        + before + (now.evidence().isEmpty() ? "" : ": " + now.evidence()))
                .with(EventNames.STATUS, now.status())
                .with(EventNames.STATUS_BEFORE, before);
    }

    private static Severity severityOf(ConsumptionStatus status) {
        return switch (status) {
            case OK, UNKNOWN, PAUSED -> Severity.INFO;
            case WARN, REWIND -> Severity.WARN;
            case STALL, STOP -> Severity.CRITICAL;
        };
    }

    @Override
    public void lagObjectiveMissed(String group, String topic, TimeLag lag, Duration objective) {
        gate.alone(
                Severity.WARN,
                Subject.topic(EventNames.LAG_SLO_BREACH, group, topic),
                () -> Event.of(about(group) + "topic '" + topic + "' is "
                                + lag.age().toSeconds() + " s behind, and its objective is " + seconds(objective)
                                + " s")
                        .with(EventNames.LAG_SECONDS, seconds(lag.age()))
                        .with(EventNames.LAG_OBJECTIVE_SECONDS, seconds(objective)));
    }

    @Override
    public void lagObjectiveMet(String group, String topic) {
        gate.alone(
                Severity.INFO,
                Subject.topic(EventNames.LAG_SLO_MET, group, topic),
                () -> Event.of(about(group) + "the lag of topic '" + topic + "' is within its objective again"));
    }

    @Override
    public void assigned(String group, Collection<TopicPartition> partitions) {
        int count = partitions.size();
        gate.alone(
                Severity.INFO,
                ofPartitions(EventNames.REBALANCE, group, partitions),
                () -> counted(group, count, " came").with(EventNames.REASON, "assigned"));
    }

    @Override
    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
        int count = partitions.size();
        if (lost) {
            String what = " taken without asking: the group thought that the member was gone. "
                    + "What was not committed is handled again";
            gate.alone(
                    Severity.WARN,
                    ofPartitions(EventNames.MEMBER_LOST, group, partitions),
                    () -> counted(group, count, what));
        } else {
            gate.alone(
                    Severity.INFO,
                    ofPartitions(EventNames.REBALANCE, group, partitions),
                    () -> counted(group, count, " went back").with(EventNames.REASON, "revoked"));
        }
    }

    @Override
    public void offsetsSkipped(String group, SkippedRange range) {
        Severity severity = switch (range.reason()) {
            case NEW_GROUP -> Severity.INFO;
            case COMMIT_MISSING -> Severity.WARN;
            case RETENTION, TRUNCATION -> Severity.CRITICAL;
        };
        gate.besideProse(
                severity,
                Subject.partition(EventNames.OFFSET_RESET, group, range.partition()),
                () -> Event.of(about(group) + range.offsets() + " offsets of " + range.partition()
                                + " are not read, from " + range.from() + " up to but not including " + range.to())
                        .with(EventNames.OFFSET, range.from())
                        .with(EventNames.OFFSET_TO, range.to())
                        .with(EventNames.REASON, range.reason()));
    }

    @Override
    public void rewound(String group, TopicPartition partition, long from, long to) {
        gate.besideProse(
                Severity.WARN,
                Subject.partition(EventNames.OFFSET_RESET, group, partition),
                () -> Event.of(about(group) + partition + " goes back from offset " + from + " to " + to)
                        .with(EventNames.OFFSET, from)
                        .with(EventNames.OFFSET_TO, to)
                        .with(EventNames.REASON, "rewound"));
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        if (attempt != POISON_ATTEMPTS) {
            return;
        }
        String type = failure.getClass().getName();
        gate.besideProse(
                Severity.WARN,
                Subject.partition(EventNames.POISON_CANDIDATE, group, partition),
                () -> ofRecord(group, partition, offset, " failed " + attempt + " times; it may be poison")
                        .with(EventNames.ERROR_TYPE, type)
                        .with(EventNames.ERROR_CODE, ErrorKind.HANDLER_FAILED.name())
                        .with(EventNames.ATTEMPTS, attempt));
    }

    @Override
    public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        String type = failure.getClass().getName();
        gate.besideProse(
                Severity.WARN,
                Subject.partition(EventNames.RECORD_SKIPPED, group, partition),
                () -> ofRecord(group, partition, offset, " is skipped after " + attempts + " attempts")
                        .with(EventNames.ERROR_TYPE, type)
                        .with(EventNames.ERROR_CODE, ErrorKind.HANDLER_FAILED.name())
                        .with(EventNames.ATTEMPTS, attempts));
    }

    @Override
    public void deadLettered(
            String group, TopicPartition partition, long offset, int attempts, String deadLetterTopic) {
        gate.besideProse(
                Severity.WARN,
                Subject.partition(EventNames.DEAD_LETTER, group, partition),
                () -> ofRecord(
                                group,
                                partition,
                                offset,
                                " went to dead letter topic '" + deadLetterTopic + "' after " + attempts + " attempts")
                        .with(EventNames.REASON, "written")
                        .with(EventNames.ATTEMPTS, attempts)
                        .with(EventNames.DEAD_LETTER_TOPIC, deadLetterTopic));
    }

    @Override
    public void deadLetterFailed(
            String group, TopicPartition partition, long offset, String deadLetterTopic, Throwable failure) {
        String type = failure.getClass().getName();
        ErrorKind kind = ErrorClassifier.kindOf(failure);
        gate.besideProse(
                Severity.CRITICAL,
                Subject.partition(EventNames.DEAD_LETTER, group, partition),
                () -> ofRecord(
                                group,
                                partition,
                                offset,
                                " could not be written to dead letter topic '" + deadLetterTopic
                                        + "'; its key waits, and it is tried again")
                        .with(EventNames.REASON, "failed")
                        .with(EventNames.DEAD_LETTER_TOPIC, deadLetterTopic)
                        .with(EventNames.ERROR_TYPE, type)
                        .with(EventNames.ERROR_CODE, kind.name()));
    }

    @Override
    public void committed(String group, boolean succeeded, long tookNanos) {
        if (succeeded) {
            commits.taken(group);
        } else {
            commits.failed(group);
        }
    }

    @Override
    public void stateChanged(String group, ConsumerState state) {
        if (state == ConsumerState.CLOSED || state == ConsumerState.FAILED) {
            commits.gone(group);
        }
        gate.besideProse(
                state == ConsumerState.FAILED ? Severity.CRITICAL : Severity.INFO,
                Subject.group(EventNames.CONSUMER_STATE, group),
                () -> Event.of(about(group) + "a consumer is " + state).with(EventNames.REASON, state));
    }

    @Override
    public void circuitOpened(String group, Diagnosis why) {
        diagnosed(EventNames.CIRCUIT_OPEN, "the circuit opened", group, why);
    }

    @Override
    public void circuitClosed(String group) {
        over(EventNames.CIRCUIT_CLOSE, group, "the circuit closed, records flow again");
    }

    @Override
    public void stalled(String group, Diagnosis why) {
        diagnosed(EventNames.CONSUMER_STALL, "nothing moves", group, why);
    }

    @Override
    public void moving(String group) {
        over(EventNames.CONSUMER_MOVING, group, "it moves again, or has nothing to do any more");
    }

    /** The kind and what happened, not the cause: where a poll failed it holds the message of the exception. */
    private void diagnosed(String action, String what, String group, Diagnosis why) {
        ErrorKind kind = why.kind();
        String happened = why.what();
        gate.besideProse(
                Severity.CRITICAL,
                Subject.group(action, group),
                () -> Event.of(about(group) + what + " (" + kind + "). " + happened)
                        .with(EventNames.ERROR_CODE, kind.name()));
    }

    private void over(String action, String group, String what) {
        gate.besideProse(Severity.INFO, Subject.group(action, group), () -> Event.of(about(group) + what));
    }

    /** One rebalance of many topics is one event; the topic is named where there is only one. */
    private static Subject ofPartitions(String action, String group, Collection<TopicPartition> partitions) {
        List<String> topics =
                partitions.stream().map(TopicPartition::topic).distinct().toList();
        return Subject.topic(action, group, topics.size() == 1 ? topics.get(0) : null);
    }

    private static Event counted(String group, int partitions, String what) {
        return Event.of(about(group) + partitions + (partitions == 1 ? " partition" : " partitions") + what)
                .with(EventNames.PARTITIONS, partitions);
    }

    private static Event ofRecord(String group, TopicPartition partition, long offset, String what) {
        return Event.of(about(group) + partition + "@" + offset + what).with(EventNames.OFFSET, offset);
    }

    private static String about(String group) {
        return "Group '" + group + "': ";
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
