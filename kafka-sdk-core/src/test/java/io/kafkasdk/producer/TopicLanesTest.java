package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.GuardFixture;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicLanesTest {

    private static final TopicPartition LOGS_0 = new TopicPartition("logs", 0);

    private final Producer<Object, Object> all = ProducerParts.mock(false);
    private final Producer<Object, Object> leader = ProducerParts.mock(false);
    private final GuardFixture fixture = new GuardFixture();
    private final SendContext context =
            ProducerParts.context("app.logs", fixture.guard(AcksRules.DEFAULT), new SendListener() {});
    private final TopicLanes lanes = new TopicLanes(new WriteClients("app.logs", Duration.ofSeconds(1), all, leader));

    @Test
    void theDurabilityDecidesTheClient() throws InterruptedException {
        assertThat(enter("orders", Durability.ALL).client().current()).isSameAs(all);
        assertThat(enter("logs", Durability.LEADER).client().current()).isSameAs(leader);
    }

    @Test
    void withoutALeaderClientAllGoesOneWay() throws InterruptedException {
        TopicLanes plain = new TopicLanes(new WriteClients("app.logs", Duration.ofSeconds(1), all, null));
        assertThat(entered(plain, "logs", Durability.LEADER).client().current()).isSameAs(all);
        plain.forgetIdle(System.nanoTime() + Duration.ofMinutes(11).toNanos());
        assertThat(entered(plain, "logs", Durability.LEADER).client().current()).isSameAs(all);
    }

    @Test
    void aTopicIsForgottenWhenItWasNotWrittenToForTenMinutesAndNothingIsUnderWay() throws InterruptedException {
        TopicRoute used = enter("logs", Durability.LEADER);
        long now = System.nanoTime();
        lanes.forgetIdle(now + Duration.ofMinutes(11).toNanos());
        assertThat(enter("logs", Durability.LEADER)).as("one is under way").isSameAs(used);
        used.leave();
        used.leave();
        lanes.forgetIdle(now + Duration.ofMinutes(8).toNanos());
        assertThat(enter("logs", Durability.LEADER)).as("too early").isSameAs(used);
        used.leave();
        lanes.forgetIdle(now + Duration.ofMinutes(11).toNanos());
        TopicRoute anew = enter("logs", Durability.ALL);
        assertThat(anew).isNotSameAs(used);
        assertThat(anew.client().current()).isSameAs(all);
    }

    @Test
    void aTopicWithInvisibleRecordsIsKept() throws InterruptedException {
        TopicRoute route = enter("logs", Durability.LEADER);
        deliver(route, 5);
        route.leave();
        lanes.invisible(Map.of());
        assertThat(lanes.ledByOne()).containsExactly(LOGS_0);
        assertThat(lanes.invisible(Map.of(LOGS_0, 5L))).containsExactly(Map.entry("logs", 1L));
        assertThat(lanes.invisible(Map.of(LOGS_0, 5L))).as("no news").isEmpty();
        assertThat(lanes.withInvisible()).containsExactly("logs");
        long later = System.nanoTime() + Duration.ofMinutes(11).toNanos();
        lanes.forgetIdle(later);
        assertThat(lanes.withInvisible()).containsExactly("logs");
        assertThat(lanes.invisible(Map.of(LOGS_0, 6L))).containsExactly(Map.entry("logs", 0L));
        lanes.forgetIdle(later);
        assertThat(enter("logs", Durability.LEADER)).isNotSameAs(route);
    }

    @Test
    void recordsUnderWayForOverASecondStallTheirTopicOnly() throws InterruptedException {
        long start = System.nanoTime();
        PendingSend slow = note(enter("logs", Durability.ALL), start);
        assertThat(note(enter("orders", Durability.ALL), start).complete(null)).isTrue();
        assertThat(lanes.stalled(start + Duration.ofMillis(900).toNanos())).isEmpty();
        assertThat(lanes.stalled(start + Duration.ofMillis(1_100).toNanos())).containsExactly("logs");
        assertThat(slow.complete(null)).isTrue();
        assertThat(lanes.stalled(start + Duration.ofMillis(1_100).toNanos())).isEmpty();
    }

    private TopicRoute enter(String topic, Durability wanted) throws InterruptedException {
        return entered(lanes, topic, wanted);
    }

    private static TopicRoute entered(TopicLanes of, String topic, Durability wanted) throws InterruptedException {
        TopicRoute route = of.enter(topic, wanted, System.nanoTime());
        if (route == null) {
            throw new AssertionError("turned away");
        }
        return route;
    }

    private PendingSend note(TopicRoute route, long start) {
        PendingSend send = new PendingSend(context, route, 1, start);
        route.note(send);
        return send;
    }

    private void deliver(TopicRoute route, long offset) {
        SendReceipt receipt = route.receipt(
                new RecordMetadata(LOGS_0, offset, 0, 0, 1, 1), context.guard().safetyOf("logs"));
        assertThat(receipt.durability()).isEqualTo(Durability.LEADER);
    }
}
