package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.StopSignal;
import java.time.Duration;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private final MockMember member = new MockMember();
    private final Lifecycle lifecycle = new Lifecycle(member.consumerEvents);
    private final Membership membership = new Membership(
            new Membership.Stay(() -> member.owning(P0), member.loop, new Departure(member.parts, member.guard)),
            member.stop,
            lifecycle,
            member.trouble,
            StopSignal.Wish.within(Duration.ofSeconds(1)));

    @Test
    void commitsWhatFinishedAndLeaves() {
        lifecycle.started();
        member.client.schedulePollTask(() -> member.client.addRecord(MockMember.record(P0, 0, "v")));
        member.client.schedulePollTask(() -> {
            member.work();
            lifecycle.draining();
            member.stop.request(StopSignal.Wish.within(Duration.ofSeconds(1)));
        });
        membership.run();
        assertThat(member.client.closed()).isTrue();
        assertThat(lifecycle.state()).isEqualTo(ConsumerState.CLOSED);
        assertThat(member.events)
                .containsSubsequence("state DRAINING", "committed true", "revoked [orders-0]", "state CLOSED");
        assertThat(member.lag.snapshot().partitions()).isEmpty();
    }

    @Test
    void anEndByAnErrorIsVisibleAndLogged() {
        lifecycle.started();
        member.client.setPollException(new SaslAuthenticationException("invalid credentials"));
        try (LogCapture log = new LogCapture(Membership.class)) {
            membership.run();
            assertThat(log.count()).isEqualTo(1);
            assertThat(log.text()).contains("invalid credentials", "The consumer stops");
        }
        assertThat(lifecycle.state()).isEqualTo(ConsumerState.FAILED);
        assertThat(lifecycle.failure().orElseThrow().kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
        assertThat(member.client.closed()).isTrue();
        lifecycle.closed();
        assertThat(lifecycle.failure()).isEmpty();
    }

    @Test
    void evenAnOutOfMemoryErrorEndsInAVisibleState() {
        lifecycle.started();
        member.client.schedulePollTask(() -> {
            throw new OutOfMemoryError("planted");
        });
        membership.run();
        assertThat(lifecycle.state()).isEqualTo(ConsumerState.FAILED);
        assertThat(member.client.closed()).isTrue();
    }

    @Test
    void aStuckHandlerDoesNotKeepItFromLeaving() {
        lifecycle.started();
        member.client.schedulePollTask(() -> {
            member.desk.enter(MockMember.take(member.assignment, P0, 0, 1).get(0), 0);
            member.clock.tick(Duration.ofMillis(10));
            member.stop.request(StopSignal.Wish.within(Duration.ofSeconds(1)));
        });
        membership.run();
        assertThat(member.client.closed()).isTrue();
    }

    @Test
    void waitsForAHandlerWhosePartitionWentBefore() {
        lifecycle.started();
        member.client.schedulePollTask(() -> {
            Work work = MockMember.take(member.assignment, P0, 0, 1).get(0);
            member.desk.enter(work, 0);
            member.assignment.release(work.owner());
            member.clock.tick(Duration.ofMillis(10));
            member.stop.request(StopSignal.Wish.within(Duration.ofSeconds(1)));
        });
        long before = member.clock.getAsLong();
        membership.run();
        member.clock.tick(Duration.ZERO);
        assertThat(member.clock.getAsLong() - before)
                .isGreaterThan(Duration.ofMillis(750).toNanos());
        assertThat(member.client.closed()).isTrue();
    }

    @Test
    void leavesEvenWhenTheListenerBreaksTheJvm() {
        ConsumerEvents breaking = new ConsumerEvents(
                "payments",
                new ConsumerListener() {
                    @Override
                    public void stateChanged(String group, ConsumerState state) {
                        throw new OutOfMemoryError("planted");
                    }
                },
                member.clock);
        Lifecycle broken = new Lifecycle(breaking);
        broken.started();
        Membership stay = new Membership(
                new Membership.Stay(
                        () -> {
                            throw new IllegalStateException("planted");
                        },
                        member.loop,
                        new Departure(member.parts, member.guard)),
                member.stop,
                broken,
                member.trouble,
                StopSignal.Wish.within(Duration.ofSeconds(1)));
        assertThatThrownBy(stay::run).isInstanceOf(OutOfMemoryError.class);
        assertThat(broken.state()).isEqualTo(ConsumerState.FAILED);
        assertThat(member.client.closed()).isTrue();
    }
}
