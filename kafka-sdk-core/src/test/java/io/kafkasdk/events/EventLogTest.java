package io.kafkasdk.events;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often an event is written, and how. */
class EventLogTest {

    private static final TopicPartition P = new TopicPartition("orders", 3);

    private final EventCapture log = new EventCapture();
    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final EventLog events = new EventLog("eu-1", clock::get);
    private final ConsumerListener consumers = events.consumers();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aStormIsOneLineAMinuteWithTheCountOfTheOthers() {
        for (int i = 0; i < 10_000; i++) {
            consumers.deadLettered("payments", P, i, 3, "orders.dlt");
        }
        assertThat(log.events())
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry(EventNames.OFFSET, 0L)
                        .doesNotContainKeys(EventNames.SUPPRESSED, EventNames.DELAY_MILLIS));
        advance(59);
        assertThat(log.events()).hasSize(1);
        advance(1);
        assertThat(log.events()).hasSize(2);
        assertThat(log.events().get(1))
                .containsEntry(EventNames.OFFSET, 9_999L)
                .containsEntry(EventNames.SUPPRESSED, 9_998L)
                .containsEntry(EventNames.DELAY_MILLIS, 60_000L);
        assertThat(log.lines().get(1).getFormattedMessage()).endsWith("(9998 more like this not shown)");
        advance(120);
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void eachSubjectHasItsOwnMinute() {
        for (int i = 0; i < 10; i++) {
            for (int partition = 0; partition < 5; partition++) {
                consumers.deadLettered("payments", new TopicPartition("orders", partition), i, 3, "orders.dlt");
                consumers.deadLettered("billing", new TopicPartition("orders", partition), i, 3, "orders.dlt");
            }
        }
        assertThat(log.events()).hasSize(10);
    }

    @Test
    void aGraveEventDoesNotWaitBehindALesserOne() {
        consumers.stateChanged("payments", ConsumerState.RUNNING);
        consumers.stateChanged("payments", ConsumerState.FAILED);
        assertThat(log.events())
                .extracting(event -> event.get(EventNames.REASON))
                .containsExactly("running", "failed");
    }

    @Test
    void theLogEndsWithHowThingsAre() {
        for (int i = 0; i < 3; i++) {
            status(ConsumptionStatus.OK, ConsumptionStatus.STALL);
            status(ConsumptionStatus.STALL, ConsumptionStatus.OK);
        }
        assertThat(statuses()).containsExactly("stall", "ok");
        advance(61);
        assertThat(statuses()).containsExactly("stall", "ok", "ok");
        assertThat(log.events().get(2)).containsEntry(EventNames.SUPPRESSED, 3L);
        status(ConsumptionStatus.OK, ConsumptionStatus.STALL);
        assertThat(statuses()).endsWith("ok", "stall");
    }

    @Test
    void whatIsHeldWhenTheSdkClosesIsWritten() {
        consumers.deadLettered("payments", P, 1, 3, "orders.dlt");
        consumers.deadLettered("payments", P, 2, 3, "orders.dlt");
        consumers.deadLettered("payments", P, 3, 3, "orders.dlt");
        events.close();
        events.close();
        assertThat(log.events()).hasSize(2);
        assertThat(log.events().get(1)).containsEntry(EventNames.OFFSET, 3L).containsEntry(EventNames.SUPPRESSED, 1L);
    }

    @Test
    void theLevelOfTheLoggerSwitchesThemOff() {
        log.level(Level.OFF);
        consumers.deadLettered("payments", P, 1, 3, "orders.dlt");
        consumers.deadLettered("payments", P, 2, 3, "orders.dlt");
        log.level(Level.WARN);
        advance(61);
        consumers.deadLettered("payments", P, 3, 3, "orders.dlt");
        assertThat(log.events()).isEmpty();
        consumers.revoked("payments", List.of(P), true);
        assertThat(log.events(EventNames.MEMBER_LOST)).hasSize(1);
    }

    @Test
    void aFloodOfSubjectsIsBoundedToo() {
        for (int i = 0; i < 5_000; i++) {
            consumers.deadLettered("payments", new TopicPartition("topic-" + i, 0), 7, 3, "dlt");
        }
        assertThat(log.events()).hasSize(EventGate.MOST_SUBJECTS + 1);
        advance(61);
        assertThat(log.events()).hasSize(EventGate.MOST_SUBJECTS + 2);
        assertThat(log.events().get(EventGate.MOST_SUBJECTS + 1)).containsEntry(EventNames.SUPPRESSED, 3_998L);
        advance(61);
        advance(61);
        consumers.deadLettered("payments", new TopicPartition("late", 0), 7, 3, "dlt");
        consumers.deadLettered("payments", new TopicPartition("later", 0), 7, 3, "dlt");
        assertThat(log.events()).as("there is room again").hasSize(EventGate.MOST_SUBJECTS + 4);
    }

    @Test
    void aLineIsOneJsonObjectWhateverAGroupIsCalled() {
        consumers.stateChanged("a \"group\"\nin two lines \\ ", ConsumerState.FAILED);
        consumers.deadLettered("payments", P, 17, 3, "orders.dlt");
        assertThat(log.json().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Json.object(line))
                        .containsKeys("timestamp", "level", "message", "kvpList")
                        .containsEntry("loggerName", EventNames.LOGGER));
        Map<String, Object> second = Json.object(log.json().lines().toList().get(1));
        assertThat(second.get("kvpList").toString())
                .contains("{event.dataset=kafka.sdk}", "{event.action=deadletter}", "{kafka.topic=orders}")
                .contains("{kafka.offset=17}", "{kafka.cluster=eu-1}");
    }

    @Test
    void aPlainPatternSaysItToo() {
        consumers.deadLettered("payments", P, 17, 3, "orders.dlt");
        assertThat(log.lines())
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Group 'payments': orders-3@17 went to dead letter topic 'orders.dlt' after 3 attempts");
    }

    private List<Object> statuses() {
        return log.events(EventNames.STATUS_CHANGE).stream()
                .map(event -> event.get(EventNames.STATUS))
                .toList();
    }

    private void status(ConsumptionStatus before, ConsumptionStatus now) {
        consumers.statusChanged("payments", status(before), status(now));
    }

    private static TopicStatus status(ConsumptionStatus status) {
        return new TopicStatus("orders", status, "", Double.NaN, Double.NaN);
    }

    /** Lets time pass, and the monitor look once a second as it does. */
    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            events.writeDue();
        }
    }
}
