package io.kafkasdk.acks;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryCausesTest {

    private static final Partition SHORT = new Partition(List.of(1, 2), List.of(1));
    private static final Partition LEADERLESS = new Partition(List.of(1, 2), List.of());

    private final GuardFixture fixture = new GuardFixture();
    private final AcksGuard guard = fixture.guard(AcksRules.DEFAULT);

    @Test
    void anIsrBelowTheMinimumIsTheCauseOfAllThatIsSentWithAcksAll() {
        fixture.topic("orders", 2, healthy(1, 2), SHORT);
        assertThat(cause(Durability.ALL)).isEqualTo(RetryCause.NOT_ENOUGH_REPLICAS);
        assertThat(cause(Durability.LEADER)).isEqualTo(RetryCause.UNKNOWN);
    }

    @Test
    void anIsrThatIsShortButLargeEnoughRefusesNothing() {
        fixture.topic("orders", 2, new Partition(List.of(1, 2, 3), List.of(1, 2)));
        assertThat(cause(Durability.ALL)).isEqualTo(RetryCause.UNKNOWN);
    }

    @Test
    void aPartitionWithoutLeaderRefusesNothingItself() {
        fixture.topic("orders", 2, healthy(1, 2), LEADERLESS);
        assertThat(cause(Durability.ALL)).isEqualTo(RetryCause.NO_LEADER);
        fixture.topic("orders", 2, SHORT, LEADERLESS);
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(cause(Durability.ALL)).as("both").isEqualTo(RetryCause.NOT_ENOUGH_REPLICAS);
    }

    @Test
    void aSilentBrokerIsNotCalledOutOfTheIsr() {
        fixture.topic("orders", 2, healthy(1, 2));
        fixture.silent.put(2, "10.0.0.2:9092 refuses the connection");
        guard.observeStalled(List.of("orders"));
        assertThat(guard.retryCause("orders", Durability.ALL)).isEqualTo(RetryCause.BROKER_SILENT);
    }

    @Test
    void aTopicThatIsMissingSaysSo() {
        fixture.cluster.put("orders", new TopicLookup.Missing("orders"));
        assertThat(cause(Durability.ALL)).isEqualTo(RetryCause.TOPIC_MISSING);
    }

    @Test
    void whatCouldNotBeSeenOrIsOutOfDateIsUnknown() {
        assertThat(guard.retryCause("orders", Durability.ALL)).as("never seen").isEqualTo(RetryCause.UNKNOWN);
        Diagnosis denied = new Diagnosis(ErrorKind.UNAUTHORIZED, "x", "no right", "grant it");
        fixture.cluster.put("orders", new TopicLookup.Unreadable("orders", denied));
        assertThat(cause(Durability.ALL)).as("not readable").isEqualTo(RetryCause.UNKNOWN);
        fixture.topic("orders", 2, SHORT);
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(cause(Durability.ALL)).isEqualTo(RetryCause.NOT_ENOUGH_REPLICAS);
        fixture.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(guard.retryCause("orders", Durability.ALL)).as("of before").isEqualTo(RetryCause.UNKNOWN);
    }

    private RetryCause cause(Durability durability) {
        guard.observe(List.of("orders"), Duration.ofSeconds(1));
        return guard.retryCause("orders", durability);
    }
}
