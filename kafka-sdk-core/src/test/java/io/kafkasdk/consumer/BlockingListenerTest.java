package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.TimeLag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The time lag of a listener that works on the poll thread, while its client fetches: what it handles next was fetched long
 * before, at once after it was appended. Timestamps are honest.
 */
class BlockingListenerTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final long WALL = 1_700_000_000_000L;
    private static final long STEP_MILLIS = 100;
    private static final long TOLERANCE_MILLIS = 5;

    private final ManualClock clock = new ManualClock();
    private final long origin = clock.getAsLong();
    private final MockConsumer<String, String> kafka = new MockConsumer<>("earliest");
    private final AdoptedConsumers adopted =
            new AdoptedConsumers(new ConsumerListener() {}, opened -> {}, new Clocks(clock, this::wall));
    private final Consumer<String, String> consumer =
            adopted.adopt(kafka, Map.of("group.id", "payments", "client.id", "listener-0"));
    private final List<Long> appended = new ArrayList<>();
    private long everyMillis;
    private long roundMillis;
    /** How many were fetched; the others are at the broker. */
    private int fetched;

    private int handled;
    private int looks;

    private long millis() {
        return (clock.getAsLong() - origin) / 1_000_000;
    }

    private long wall() {
        return WALL + millis();
    }

    @ParameterizedTest
    @CsvSource({"700, 2000", "1500, 2000", "300, 500", "2500, 2000", "900, 4000", "3100, 1000"})
    void isRightWithinWhatItSaysOfItself(long every, long handling) {
        everyMillis = every;
        appended.add(-60_000L);
        roundMillis = Math.max(every, handling) + STEP_MILLIS;
        consumer.subscribe(List.of("orders"));
        kafka.rebalance(List.of(P0));
        kafka.updateBeginningOffsets(Map.of(P0, 0L));
        kafka.updateEndOffsets(Map.of(P0, 1L));
        for (int round = 0; round < 30; round++) {
            handled = (int) kafka.position(P0);
            poll();
            pass(handling);
        }
        assertThat(looks).as("so that something was looked at").isGreaterThan(20);
        consumer.seek(P0, 0);
        handled = 0;
        poll();
        pass(handling);
        assertThat(adopted.consumers().iterator().next().lag().time("orders").source())
                .as("nothing but its timestamp tells of the first record")
                .isEqualTo(TimeLag.Source.RECORD);
    }

    /** Returns at once what waits in the client, else what comes within five seconds; then the client fetches again. */
    private void poll() {
        kafka.schedulePollTask(() -> {
            for (int waited = 0; fetched == kafka.position(P0) && waited < 5_000; waited += (int) STEP_MILLIS) {
                step();
            }
            for (int offset = (int) kafka.position(P0); offset < fetched; offset++) {
                kafka.addRecord(record(offset));
            }
            kafka.updateEndOffsets(Map.of(P0, (long) fetched));
        });
        consumer.poll(Duration.ofSeconds(5));
    }

    private ConsumerRecord<String, String> record(int offset) {
        return new ConsumerRecord<>(
                "orders",
                0,
                offset,
                WALL + appended.get(offset),
                TimestampType.CREATE_TIME,
                -1,
                0,
                null,
                "value",
                new RecordHeaders(),
                Optional.empty());
    }

    private void pass(long handling) {
        for (long passed = 0; passed < handling; passed += STEP_MILLIS) {
            step();
            look();
        }
    }

    private void step() {
        clock.advance(Duration.ofMillis(STEP_MILLIS));
        while (appended.size() * everyMillis <= millis()) {
            appended.add(appended.size() * everyMillis);
        }
        if (fetched == kafka.position(P0)) {
            // A fetch waits at the broker for the first record; nothing is fetched while one is in the client.
            fetched = appended.size();
        }
    }

    private void look() {
        TimeLag shown = adopted.consumers().iterator().next().lag().partitions("orders").stream()
                .findFirst()
                .map(lag -> lag.time())
                .orElse(TimeLag.UNKNOWN);
        int oldest = handled;
        if (shown.isKnown() && shown.source() != TimeLag.Source.LEVEL && oldest < appended.size()) {
            looks++;
            long truth = millis() - appended.get(oldest);
            assertThat(Math.abs(truth - shown.age().toMillis()))
                    .as("%s at %d ms, the truth is %d ms", shown, millis(), truth)
                    .isLessThanOrEqualTo(shown.error().toMillis() + TOLERANCE_MILLIS);
            assertThat(shown.error().toMillis())
                    .as("%s after rounds of %d ms", shown, roundMillis)
                    .isLessThanOrEqualTo(3 * roundMillis);
        }
    }
}
