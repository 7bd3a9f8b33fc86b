package io.kafkasdk.acks;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Looks at topics that are not in use. */
class LiveLooksTest {

    private final GuardFixture fixture = new GuardFixture();

    @Test
    void aTopicThatNobodyWritesToIsExplainedAndNotTakenIntoUse() {
        AcksGuard guard = fixture.topic("__transaction_state", 2, new Partition(List.of(1, 2), List.of(1)))
                .guard(AcksRules.DEFAULT);
        guard.observe(List.of("__transaction_state"), Duration.ofSeconds(1));
        assertThat(guard.blockage("__transaction_state"))
                .get()
                .extracting(Diagnosis::kind)
                .isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(guard.verdicts()).isEmpty();
        assertThat(guard.topicsInTrouble()).isEmpty();
        assertThat(fixture.told).isEmpty();
        fixture.calls.clear();
        guard.refresh();
        assertThat(fixture.calls).isEmpty();
    }

    @Test
    void whatWasSeenOfATopicThatNobodyUsesIsDroppedAfterAnHour() {
        fixture.topic("used", 2, healthy(1, 2, 3)).topic("other", 2, healthy(1, 2, 3));
        LiveLooks looks = new LiveLooks(fixture.view(), fixture.nanos::get);
        looks.renew(List.of("used", "other"), Duration.ZERO, Duration.ofSeconds(1));
        fixture.nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        looks.dropOthers(Set.of("used"));
        assertThat(looks.last("other")).isNotNull();
        fixture.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        looks.dropOthers(Set.of("used"));
        assertThat(looks.last("other")).isNull();
        assertThat(looks.last("used")).isNotNull();
    }
}
