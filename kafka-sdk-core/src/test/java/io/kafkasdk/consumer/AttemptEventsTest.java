package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.StepRig.DELAY;
import static io.kafkasdk.consumer.StepRig.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the listener hears of attempts that fail and of those that follow, for each kind of handler. */
class AttemptEventsTest {

    private static final Duration WORK = Duration.ofMillis(300);

    private final List<CompletableFuture<Object>> stages = new ArrayList<>();
    private boolean breaks = true;

    private StepRig rig(Function<Runnable, Handling<String, String>> handling) {
        ConsumerSettings<String, String> settings = StepRig.settings(new FailurePolicy.RetryForEver(DELAY, DELAY));
        StepRig[] rig = new StepRig[1];
        rig[0] = new StepRig(settings, handling.apply(() -> {
            rig[0].clock.advance(WORK);
            if (breaks) {
                throw new IllegalStateException("planted");
            }
        }));
        return rig[0];
    }

    private static StepRig put(StepRig rig, String... records) {
        rig.put(rig.assignment.add(P0), 7, records);
        rig.work();
        return rig;
    }

    @Test
    void aFailedAttemptIsToldWithItsTimeAndTheNextOneWhenItStarts() {
        StepRig rig = put(rig(work -> new Handling.Each<>(record -> work.run())), "a=x");
        assertThat(rig.attempts).containsExactly("failed after 300");
        breaks = false;
        rig.pass(DELAY);
        assertThat(rig.attempts).containsExactly("failed after 300", "retried 7 attempt 2", "handled at 42");
    }

    @Test
    void aFailedBatchIsNoAttemptAtItsRecordsAndEachOfThemIs() {
        StepRig rig = put(rig(work -> new Handling.Batches<>(records -> work.run())), "a=x", "b=x");
        assertThat(rig.attempts).containsExactly("failed after 300", "failed after 300");
        breaks = false;
        rig.pass(DELAY);
        assertThat(rig.attempts)
                .contains("retried 7 attempt 2", "retried 8 attempt 2")
                .hasSize(6);
    }

    @Test
    void aRecordThatCannotBeReadIsAFailedAttemptToo() {
        breaks = false;
        assertThat(put(rig(work -> new Handling.Each<>(record -> work.run())), "a=" + POISON).attempts)
                .containsExactly("failed after 0");
        assertThat(put(rig(work -> new Handling.Batches<>(records -> work.run())), "a=" + POISON).attempts)
                .containsExactly("failed after 0");
    }

    @Test
    void aStageThatFailsIsToldWithItsTimeWhenItEnds() {
        StepRig rig = put(
                rig(work -> new Handling.Asynchronous<>(record -> {
                    CompletableFuture<Object> stage = new CompletableFuture<>();
                    stages.add(stage);
                    return stage;
                })),
                "a=x");
        rig.clock.advance(Duration.ofMillis(40));
        stages.get(0).completeExceptionally(new IllegalStateException("planted"));
        assertThat(rig.attempts).containsExactly("failed after 40");
        rig.look();
        rig.pass(DELAY);
        assertThat(rig.attempts).containsExactly("failed after 40", "retried 7 attempt 2");
    }

    @Test
    void anAttemptThatFailsBecauseItsPartitionGoesIsNotTold() {
        StepRig[] rig = new StepRig[1];
        rig[0] = rig(work -> new Handling.Each<>(record -> {
            rig[0].assignment.add(P0).stop();
            work.run();
        }));
        put(rig[0], "a=x");
        assertThat(rig[0].attempts).isEmpty();
    }
}
