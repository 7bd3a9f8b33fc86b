package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlightSampleTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ZERO = -3 * SECOND;

    private final SendContext context =
            ProducerParts.context("app.orders", new GuardFixture().guard(AcksRules.DEFAULT), new SendListener() {});
    private final FlightSample sample = new FlightSample(ZERO);
    private final TopicRoute route =
            new TopicRoute("orders", ReplaceableClient.fixed("app.orders", ProducerParts.mock(false)), sample, null);

    @Test
    void itHoldsTheFirstRecordUntilThatEnds() {
        PendingSend send = note(ZERO);
        assertThat(sample.holdsOlderThan(SECOND, ZERO + SECOND)).isFalse();
        assertThat(sample.holdsOlderThan(SECOND, ZERO + SECOND + 1)).isTrue();
        assertThat(send.completeExceptionally(new IllegalStateException("planted")))
                .isTrue();
        assertThat(sample.holdsOlderThan(SECOND, ZERO + 9 * SECOND)).isFalse();
    }

    @Test
    void itTakesOneIn50Milliseconds() {
        PendingSend first = note(ZERO);
        note(ZERO + STEP - 1);
        assertThat(first.complete(null)).isTrue();
        assertThat(sample.holdsOlderThan(0, ZERO + SECOND)).as("the second one").isFalse();
        note(ZERO + STEP);
        assertThat(sample.holdsOlderThan(0, ZERO + SECOND)).as("the third one").isTrue();
    }

    @Test
    void theOldestMakesRoomAfterThreeSeconds() {
        note(ZERO);
        for (int i = 1; i < 64; i++) {
            note(ZERO + i * STEP).complete(null);
        }
        assertThat(sample.holdsOlderThan(SECOND, ZERO + 4 * SECOND)).isTrue();
        note(ZERO + 64 * STEP).complete(null);
        assertThat(sample.holdsOlderThan(SECOND, ZERO + 4 * SECOND)).isFalse();
    }

    @Test
    void itKnowsForHowLongNoneCame() {
        note(ZERO + SECOND);
        assertThat(sample.idleNanos(ZERO + 3 * SECOND)).isEqualTo(2 * SECOND);
    }

    private PendingSend note(long startNanos) {
        PendingSend send = new PendingSend(context, route, 1, startNanos);
        route.note(send);
        return send;
    }
}
