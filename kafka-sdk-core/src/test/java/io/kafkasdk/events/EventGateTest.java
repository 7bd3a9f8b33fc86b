package io.kafkasdk.events;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kafkasdk.events.Event.Severity;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventGateTest {

    private static final TopicPartition P = new TopicPartition("orders", 3);

    private final EventCapture log = new EventCapture();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger worded = new AtomicInteger();
    private final EventGate gate = new EventGate("eu-1", clock::get);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void onlyWhatIsWrittenIsPutIntoWords() {
        for (int i = 0; i < 10_000; i++) {
            tell(Subject.partition("failed", "payments", P), i);
        }
        assertThat(worded).hasValue(1);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        gate.writeDue();
        assertThat(worded).hasValue(2);
        assertThat(log.events())
                .extracting(event -> event.get(EventNames.OFFSET))
                .containsExactly(0, 9_999);
    }

    @Test
    void nothingIsPutIntoWordsWhileTheLogIsOff() {
        log.level(Level.OFF);
        tell(Subject.partition("failed", "payments", P), 1);
        assertThat(worded).hasValue(0);
    }

    @Test
    void subjectsThatDifferInOnePartEachHaveTheirOwnLine() {
        tell(Subject.partition("failed", "payments", P), 1);
        tell(Subject.partition("failed", "payments", new TopicPartition("orders", 4)), 1);
        tell(Subject.partition("failed", "payments", new TopicPartition("refunds", 3)), 1);
        tell(Subject.partition("failed", "billing", P), 1);
        tell(Subject.partition("skipped", "payments", P), 1);
        tell(Subject.topic("failed", "payments", "orders"), 1);
        tell(Subject.group("failed", "payments"), 1);
        tell(Subject.client("failed", "payments"), 1);
        tell(Subject.topic("failed", "payments"), 1);
        assertThat(log.events()).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void aSubjectThatWasForgottenBeginsAnew() {
        tell(Subject.group("failed", "payments"), 1);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        gate.writeDue();
        tell(Subject.group("failed", "payments"), 2);
        tell(Subject.group("failed", "payments"), 3);
        gate.writeAll();
        assertThat(log.events())
                .extracting(event -> event.get(EventNames.OFFSET))
                .containsExactly(1, 2, 3);
    }

    private void tell(Subject subject, int offset) {
        gate.besideProse(Severity.WARN, subject, () -> {
            worded.incrementAndGet();
            return Event.of("A record failed").with(EventNames.OFFSET, offset);
        });
    }
}
