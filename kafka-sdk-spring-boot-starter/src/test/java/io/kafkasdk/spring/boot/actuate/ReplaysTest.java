package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.deadletter.ReplayReport;
import io.kafkasdk.deadletter.ReplaySettings;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplaysTest {

    private static final ReplaySettings LETTERS = ReplaySettings.of("payments", "orders", "orders.payments.dlt");
    private static final ReplayReport HALF = new ReplayReport(false, 5, 3, 0, 1, 1, 0, 0, Map.of());
    private static final ReplayReport ALL = new ReplayReport(false, 10, 8, 0, 1, 1, 0, 0, Map.of());

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final Replays replays = new Replays(background::add, new ManualClock());

    @Test
    void tellsHowAReplayGoesOnAndEnds() {
        ReplayView begun = replays.begin("main", LETTERS, settings -> {
                    settings.progress().accept(HALF);
                    assertThat(only().status()).isEqualTo(ReplayView.Status.RUNNING);
                    assertThat(only().report()).isEqualTo(new ReplayView.Report(5, 3, 0, 1, 1, 0, 0));
                    return ALL;
                })
                .orElseThrow();

        assertThat(begun.id()).isEqualTo(1);
        assertThat(begun.status()).isEqualTo(ReplayView.Status.RUNNING);
        background.remove().run();
        assertThat(only().status()).isEqualTo(ReplayView.Status.DONE);
        assertThat(only().endedAt()).isEqualTo(Instant.EPOCH);
        assertThat(only().report()).isEqualTo(new ReplayView.Report(10, 8, 0, 1, 1, 0, 0));
    }

    @Test
    void runsOneAtATimeForAGroup() {
        replays.begin("main", LETTERS, settings -> ALL);

        assertThat(replays.begin("main", LETTERS, settings -> ALL)).isEmpty();
        assertThat(replays.begin("other", LETTERS, settings -> ALL)).isPresent();
        background.remove().run();
        assertThat(replays.begin("main", LETTERS, settings -> ALL))
                .map(ReplayView::id)
                .contains(3L);
        assertThat(replays.view()).extracting(ReplayView::id).containsExactly(3L, 2L);
    }

    @Test
    void tellsWhyAReplayFailedAndWhatItDidBefore() {
        replays.begin("main", LETTERS, settings -> {
            settings.progress().accept(HALF);
            throw new KafkaSdkException(FakeMember.why("the topic is gone"), null);
        });
        background.remove().run();

        assertThat(only().status()).isEqualTo(ReplayView.Status.FAILED);
        assertThat(only().failure()).isEqualTo(FakeMember.why("the topic is gone"));
        assertThat(only().report()).isNotNull();
    }

    @Test
    void namesOnlyTheClassOfAnUnexpectedFailure() {
        replays.begin("main", LETTERS, settings -> {
            throw new IllegalStateException("canary");
        });
        background.remove().run();

        assertThat(only().toString()).contains("IllegalStateException").doesNotContain("canary");
    }

    @Test
    void remembersAHundredGroupsAtMost() {
        for (int i = 0; i < 150; i++) {
            replays.begin("main", ReplaySettings.of("group-" + i, "orders", "orders.dlt"), settings -> ALL);
            background.remove().run();
        }

        assertThat(replays.view()).hasSize(100);
    }

    private ReplayView only() {
        assertThat(replays.view()).hasSize(1);
        return replays.view().get(0);
    }
}
