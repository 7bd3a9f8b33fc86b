package io.kafkasdk.events;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import io.kafkasdk.resilience.BreakerState;
import io.kafkasdk.tuning.TuningListener.Change;
import io.kafkasdk.tuning.TuningReport;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is an event, and with which keys. */
class TransitionsTest {

    private static final TopicPartition P = new TopicPartition("orders", 3);
    private static final String G = "payments";

    private final EventCapture log = new EventCapture();
    private final AtomicLong clock = new AtomicLong();
    private final EventLog events = new EventLog("eu-1", clock::get);
    private final ConsumerListener consumers = events.consumers();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aChangeOfStatusHasBothAndIsAWarningOnlyWhereNothingElseSaysIt() {
        consumers.statusChanged(G, status("UNKNOWN"), status("OK"));
        sees(Level.INFO, "status.change", 1, topic("kafka.status", "ok", "kafka.status_before", "unknown"));
        consumers.statusChanged(G, status("OK"), status("WARN"));
        sees(Level.WARN, "status.change", 2, topic("kafka.status", "warn", "kafka.status_before", "ok"));
        pass();
        consumers.statusChanged(G, status("WARN"), status("STOP"));
        sees(Level.INFO, "status.change", 3, topic("kafka.status", "stop", "kafka.status_before", "warn"));
        consumers.statusChanged(G, status("STOP"), status("STOP"));
        assertThat(log.events()).hasSize(3);
    }

    @Test
    void aMissedLagObjectiveAndItsEnd() {
        TimeLag lag = new TimeLag(Duration.ofMillis(90_500), Duration.ZERO, TimeLag.Source.TABLE);
        consumers.lagObjectiveMissed(G, "orders", lag, Duration.ofSeconds(60));
        sees(Level.WARN, "lag.slo.breach", 2, topic("kafka.lag_seconds", 90.5, "kafka.lag_objective_seconds", 60.0));
        consumers.lagObjectiveMet(G, "orders");
        sees(Level.INFO, "lag.slo.met", 1, topic());
    }

    @Test
    void partitionsThatComeAndGo() {
        consumers.assigned(G, List.of(P, new TopicPartition("orders", 4)));
        sees(Level.INFO, "rebalance", 1, topic("kafka.partitions", 2, "event.reason", "assigned"));
        pass();
        consumers.revoked(G, List.of(P, new TopicPartition("refunds", 4)), false);
        sees(Level.INFO, "rebalance", 1, group("kafka.partitions", 2, "event.reason", "revoked"));
        consumers.revoked(G, List.of(P), true);
        sees(Level.WARN, "member.lost", 2, topic("kafka.partitions", 1));
    }

    @Test
    void aPositionThatJumps() {
        consumers.offsetsSkipped(G, new SkippedRange(P, 10, 30, SkippedRange.Reason.RETENTION));
        sees(Level.INFO, "offset.reset", 3, at(10, "kafka.offset_to", 30L, "event.reason", "retention"));
        consumers.offsetsSkipped(G, new SkippedRange(P, 10, 30, SkippedRange.Reason.NEW_GROUP));
        sees(Level.INFO, "offset.reset", 1, at(10, "kafka.offset_to", 30L, "event.reason", "new_group"));
        consumers.rewound(G, P, 30, 0);
        sees(Level.INFO, "offset.reset", 2, at(30, "kafka.offset_to", 0L, "event.reason", "rewound"));
    }

    @Test
    void aRecordIsACandidateForPoisonOnceAtItsThirdFailure() {
        for (int attempt = 1; attempt <= 10; attempt++) {
            consumers.handlerFailed(G, P, 17, attempt, new IllegalStateException("boom"));
        }
        sees(Level.INFO, "poison.candidate", 2, at(17, handler("kafka.attempts", 3)));
    }

    @Test
    void aRecordThatIsGivenUp() {
        consumers.skipped(G, P, 17, 4, new IllegalStateException("boom"));
        sees(Level.INFO, "record.skipped", 2, at(17, handler("kafka.attempts", 4)));
        consumers.deadLettered(G, P, 18, 4, "orders.dlt");
        sees(
                Level.INFO,
                "deadletter",
                2,
                at(18, "event.reason", "written", "kafka.attempts", 4, "kafka.dead_letter_topic", "orders.dlt"));
        consumers.deadLetterFailed(G, P, 19, "orders.dlt", new NotEnoughReplicasException("boom"));
        Map<String, Object> failed = at(19, "event.reason", "failed", "kafka.dead_letter_topic", "orders.dlt");
        failed.put("error.type", NotEnoughReplicasException.class.getName());
        failed.put("error.code", "SHORT_ISR");
        sees(Level.INFO, "deadletter", 3, failed);
    }

    @Test
    void aCircuitThatOpensAndCloses() {
        consumers.circuitOpened(G, new Diagnosis(ErrorKind.HANDLER_FAILED, "what", "cause", "cure"));
        sees(Level.INFO, "circuit.open", 3, group("error.code", "HANDLER_FAILED"));
        consumers.circuitClosed(G);
        sees(Level.INFO, "circuit.close", 1, group());
    }

    @Test
    void aConsumerThatStallsAndMoves() {
        consumers.stalled(G, new Diagnosis(ErrorKind.TIMED_OUT, "what", "cause", "cure"));
        sees(Level.INFO, "consumer.stall", 3, group("error.code", "TIMED_OUT"));
        consumers.moving(G);
        sees(Level.INFO, "consumer.moving", 1, group());
    }

    @Test
    void theLifeOfAConsumer() {
        consumers.stateChanged(G, ConsumerState.RUNNING);
        sees(Level.INFO, "consumer.state", 1, group("event.reason", "running"));
        consumers.stateChanged(G, ConsumerState.FAILED);
        sees(Level.INFO, "consumer.state", 3, group("event.reason", "failed"));
    }

    @Test
    void commitsThatFailAreToldWhenItBeginsAndWhenNoneFailedForTwoMinutes() {
        consumers.committed(G, true, 1);
        assertThat(log.events()).isEmpty();
        consumers.committed(G, false, 1);
        sees(Level.INFO, "commit.failing", 2, group());
        pass();
        consumers.committed(G, false, 1);
        consumers.committed(G, true, 1);
        pass();
        assertThat(log.events()).hasSize(1);
        pass();
        sees(Level.INFO, "commit.back", 1, group());
        consumers.committed(G, true, 1);
        pass();
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void commitsThatAreOnlyNotTriedAreNotBack() {
        consumers.committed(G, false, 1);
        for (int minute = 0; minute < 5; minute++) {
            pass();
        }
        assertThat(log.events()).hasSize(1);
        consumers.committed(G, true, 1);
        pass();
        sees(Level.INFO, "commit.back", 1, group());
    }

    /** The listener is told of the group, not of the member. */
    @Test
    void aMemberWhoseCommitsFailBesideOneWhoseCommitsDoNotIsToldOnce() {
        for (int minute = 0; minute < 10; minute++) {
            consumers.committed(G, false, 1);
            consumers.committed(G, true, 1);
            pass();
        }
        sees(Level.INFO, "commit.failing", 2, group());
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void whoseCommitsFailedAndWhoIsGoneIsNotToldToBeBack() {
        consumers.committed(G, false, 1);
        consumers.committed(G, true, 1);
        consumers.stateChanged(G, ConsumerState.CLOSED);
        pass();
        pass();
        assertThat(log.events("commit.back")).isEmpty();
    }

    @Test
    void aBreakerIsToldWhenItOpensAndClosesAndNotItsProbes() {
        for (BreakerState state : List.of(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.OPEN)) {
            events.sends().breakerChanged("shop.orders", state);
            pass();
        }
        sees(Level.INFO, "breaker.change", 3, map("kafka.client_id", "shop.orders", "event.reason", "open"));
        assertThat(log.events()).hasSize(1);
        events.sends().breakerChanged("shop.orders", BreakerState.CLOSED);
        sees(Level.INFO, "breaker.change", 1, map("kafka.client_id", "shop.orders", "event.reason", "closed"));
    }

    @Test
    void eachStepWithTheSettingsOfAProducerIsToldWithWhatItChanges() {
        TuningReport.TuningStep step = new TuningReport.TuningStep(Instant.EPOCH, Action.ROLLED_BACK, "it was worse");
        events.tuning()
                .stepped(
                        "shop.orders",
                        step,
                        List.of(new Change("compression.type", "lz4", "gzip"), new Change("linger.ms", "10", "0")));
        sees(
                Level.INFO,
                "producer.tuned",
                1,
                map(
                        "kafka.client_id",
                        "shop.orders",
                        "event.reason",
                        "rolled_back",
                        "kafka.settings_from",
                        "compression.type=lz4,linger.ms=10",
                        "kafka.settings_to",
                        "compression.type=gzip,linger.ms=0"));
        assertThat(log.lines().get(0).getFormattedMessage())
                .isEqualTo("Producer 'shop.orders' goes on with the settings from before: it was worse");
    }

    @Test
    void aVerdictIsToldAtFirstAndWhenItIsOfAnotherKind() {
        verdict(AcksVerdict.Kind.SAFE, 1);
        sees(Level.INFO, "acks.verdict", 1, verdict("safe", 1));
        pass();
        verdict(AcksVerdict.Kind.UNKNOWN, AcksVerdict.UNKNOWN_HEADROOM);
        sees(Level.INFO, "acks.verdict", 2, map("kafka.topic", "orders", "kafka.verdict", "unknown"));
        pass();
        verdict(AcksVerdict.Kind.SAFE, 0);
        sees(Level.INFO, "acks.verdict", 1, verdict("safe", 0));
        assertThat(log.events())
                .as("from unknown, nothing is known to have left")
                .hasSize(3);
    }

    @Test
    void replicasThatLeaveTheIsrAreToldAndOnesThatComeBack() {
        verdict(AcksVerdict.Kind.SAFE, 1);
        verdict(AcksVerdict.Kind.SAFE, 0);
        sees(Level.WARN, "producer.isr.short", 2, verdict("safe", 0));
        verdict(AcksVerdict.Kind.SAFE, -1);
        sees(Level.INFO, "producer.isr.short", 3, verdict("safe", -1));
        verdict(AcksVerdict.Kind.SAFE, 1);
        sees(Level.INFO, "producer.isr.back", 1, verdict("safe", 1));
        assertThat(log.events()).hasSize(4);
    }

    @Test
    void aForgottenTopicBeginsAnew() {
        verdict(AcksVerdict.Kind.SAFE, 1);
        events.verdicts().topicForgotten("orders");
        pass();
        verdict(AcksVerdict.Kind.SAFE, 0);
        assertThat(log.events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event).containsEntry(EventNames.ACTION, "acks.verdict"));
    }

    @Test
    void noMessageOfAnExceptionIsInAnyEvent() {
        String canary = "canary-4711";
        RuntimeException failure = new IllegalArgumentException(canary, new IllegalStateException(canary));
        consumers.handlerFailed(G, P, 17, 3, failure);
        consumers.skipped(G, P, 17, 4, failure);
        consumers.deadLetterFailed(G, P, 19, "orders.dlt", failure);
        // What a failed poll is explained with: a deserializer, an interceptor or a login module speaks in the cause.
        Diagnosis pollFailed =
                new Diagnosis(ErrorKind.UNEXPECTED, "polling failed", "KafkaException: " + canary, "cure");
        consumers.stalled(G, pollFailed);
        consumers.circuitOpened(G, pollFailed);
        assertThat(log.events()).hasSize(5);
        assertThat(log.json()).doesNotContain(canary).contains("nothing moves (UNEXPECTED). polling failed");
    }

    private void verdict(AcksVerdict.Kind kind, int headroom) {
        events.verdicts().verdictChanged(new AcksVerdict("orders", kind, headroom, "summary", "cure"), AcksPolicy.WARN);
    }

    private static TopicStatus status(String status) {
        return new TopicStatus("orders", ConsumptionStatus.valueOf(status), "evidence", Double.NaN, Double.NaN);
    }

    /** Lets so much time pass that nothing is held back. */
    private void pass() {
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        events.writeDue();
    }

    /** Checks the last line: these keys and no others, besides those of all events. */
    private void sees(Level level, String action, int severity, Map<String, Object> keys) {
        Map<String, Object> expected = new HashMap<>(keys);
        expected.putAll(map(EventNames.DATASET, "kafka.sdk", EventNames.ACTION, action, EventNames.CLUSTER, "eu-1"));
        expected.put(EventNames.SEVERITY, severity);
        List<Map<String, Object>> seen = log.events();
        assertThat(seen).isNotEmpty();
        assertThat(seen.get(seen.size() - 1)).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(log.lines().get(seen.size() - 1).getLevel()).isEqualTo(level);
        assertThat(log.lines().get(seen.size() - 1).getThrowableProxy()).isNull();
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static Map<String, Object> group(Object... pairs) {
        Map<String, Object> map = map(pairs);
        map.put("kafka.group", G);
        return map;
    }

    private static Map<String, Object> topic(Object... pairs) {
        Map<String, Object> map = group(pairs);
        map.put("kafka.topic", "orders");
        return map;
    }

    private static Map<String, Object> at(long offset, Object... pairs) {
        Map<String, Object> map = topic(pairs);
        map.putAll(Map.ofEntries(entry("kafka.partition", 3), entry("kafka.offset", offset)));
        return map;
    }

    private static Object[] handler(Object... pairs) {
        return new Object[] {
            pairs[0],
            pairs[1],
            "error.type",
            IllegalStateException.class.getName(),
            "error.code",
            ErrorKind.HANDLER_FAILED.name()
        };
    }

    private static Map<String, Object> verdict(String kind, int headroom) {
        return map("kafka.topic", "orders", "kafka.verdict", kind, "kafka.headroom", headroom);
    }
}
