package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.spring.boot.actuate.DeadLettersView.End;
import io.kafkasdk.spring.boot.actuate.DeadLettersView.Entry;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecentDeadLettersTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 2);
    private static final RuntimeException FAILURE = new IllegalArgumentException("card 4111 canary");

    private final RecentDeadLetters letters = new RecentDeadLetters(new ManualClock());

    @Test
    void namesPlaceAndClassOfADeadLetterAndNothingOfItsContent() {
        letters.handlerFailed("payments", ORDERS, 7, 1, new IllegalStateException("first"));
        letters.handlerFailed("payments", ORDERS, 7, 2, FAILURE);
        letters.deadLettered("payments", ORDERS, 7, 2, "orders.payments.dlt");

        assertThat(letters.view())
                .isEqualTo(new DeadLettersView(
                        1,
                        0,
                        0,
                        List.of(new Entry(
                                Instant.EPOCH,
                                End.DEAD_LETTERED,
                                "payments",
                                "orders",
                                2,
                                7,
                                2,
                                "orders.payments.dlt",
                                "java.lang.IllegalArgumentException"))));
        assertThat(letters.view().toString()).doesNotContain("canary");
    }

    @Test
    void namesASkippedRecord() {
        letters.skipped("payments", ORDERS, 8, 5, FAILURE);

        DeadLettersView view = letters.view();
        assertThat(view.skipped()).isEqualTo(1);
        assertThat(view.recent()).singleElement().satisfies(entry -> {
            assertThat(entry.end()).isEqualTo(End.SKIPPED);
            assertThat(entry.deadLetterTopic()).isNull();
            assertThat(entry.exceptionClass()).isEqualTo("java.lang.IllegalArgumentException");
        });
    }

    @Test
    void countsWhatADeadLetterTopicDidNotTake() {
        letters.deadLetterFailed("payments", ORDERS, 7, "orders.payments.dlt", FAILURE);

        assertThat(letters.view()).isEqualTo(new DeadLettersView(0, 0, 1, List.of()));
    }

    @Test
    void keepsTheLastHundredLatestFirstAndCountsAll() {
        for (int offset = 0; offset < 150; offset++) {
            letters.deadLettered("payments", ORDERS, offset, 1, "orders.payments.dlt");
        }

        DeadLettersView view = letters.view();
        assertThat(view.deadLettered()).isEqualTo(150);
        assertThat(view.recent()).hasSize(100);
        assertThat(view.recent().get(0).offset()).isEqualTo(149);
        assertThat(view.recent().get(99).offset()).isEqualTo(50);
    }

    @Test
    void forgetsFailuresOfRecordsThatAreNeverGivenUp() {
        letters.handlerFailed("payments", ORDERS, 0, 1, FAILURE);
        for (int offset = 1; offset <= 1_000; offset++) {
            letters.handlerFailed("payments", ORDERS, offset, 1, FAILURE);
        }
        letters.deadLettered("payments", ORDERS, 0, 1, "orders.payments.dlt");
        letters.deadLettered("payments", ORDERS, 1, 1, "orders.payments.dlt");

        assertThat(letters.view().recent().get(1).exceptionClass()).isNull();
        assertThat(letters.view().recent().get(0).exceptionClass()).isNotNull();
    }
}
