package io.kafkasdk.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.ClusterSnapshot;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.spring.boot.actuate.ClusterView.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConnectionWatchTest {

    private static final ClusterSnapshot FOUND =
            new ClusterSnapshot("id-1", List.of(new ClusterSnapshot.Broker(1, "localhost", 9092, null)));
    private static final Supplier<ClusterSnapshot> UNREACHABLE = () -> {
        throw new KafkaSdkException(FakeMember.why("no broker answers"), null);
    };

    private final Deque<Runnable> questions = new ArrayDeque<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = new ManualClock(now);
    private final AtomicReference<Supplier<ClusterSnapshot>> cluster = new AtomicReference<>(() -> FOUND);
    private final ConnectionWatch watch =
            new ConnectionWatch(() -> cluster.get().get(), questions::add, clock);

    @Test
    void knowsNothingBeforeTheFirstAnswer() {
        assertThat(watch.lastKnown()).isEqualTo(ConnectionWatch.NO_ANSWER_YET);
        assertThat(watch.known(Duration.ofMillis(1))).isEqualTo(ConnectionWatch.NO_ANSWER_YET);
    }

    @Test
    void asksOneQuestionAtATime() {
        watch.lastKnown();
        watch.lastKnown();
        watch.known(Duration.ZERO);

        assertThat(questions).hasSize(1);
    }

    @Test
    void asksAgainOnlyWhenTheAnswerIsOld() {
        watch.lastKnown();
        answer();
        assertThat(watch.lastKnown()).isEqualTo(new Connection(true, Instant.EPOCH, "id-1", 1, null));
        assertThat(questions).isEmpty();

        now.set(Instant.EPOCH.plusSeconds(11));
        cluster.set(UNREACHABLE);
        assertThat(watch.known(Duration.ZERO).reachable()).isTrue();
        answer();

        Connection lost = watch.lastKnown();
        assertThat(lost.reachable()).isFalse();
        assertThat(lost.diagnosis()).isEqualTo(FakeMember.why("no broker answers"));
        assertThat(lost.brokers()).isNull();
    }

    @Test
    @Timeout(10)
    void doesNotWaitWhileTheAnswerIsYoungerThanHalfAMinute() {
        watch.lastKnown();
        answer();
        now.set(Instant.EPOCH.plusSeconds(29));

        assertThat(watch.known(Duration.ofDays(1)).reachable()).isTrue();
        assertThat(questions).as("asked beside the caller").hasSize(1);
    }

    @Test
    void anAnswerOlderThanHalfAMinuteSaysNothingAboutNow() {
        watch.lastKnown();
        answer();
        now.set(Instant.EPOCH.plusSeconds(30));

        assertThat(watch.known(Duration.ofMillis(1))).isEqualTo(new Connection(null, Instant.EPOCH, null, null, null));
        answer();
        assertThat(watch.known(Duration.ofMillis(1)).reachable()).isTrue();
    }

    @Test
    void returnsTheAnswerThatComesInTime() {
        ConnectionWatch prompt = new ConnectionWatch(() -> FOUND, Runnable::run, clock);

        assertThat(prompt.known(Duration.ofSeconds(1)).reachable()).isTrue();
    }

    @Test
    void tellsOfAFaultOfItsOwnWithoutItsMessage() {
        cluster.set(() -> {
            throw new IllegalStateException("password=canary");
        });
        watch.lastKnown();
        answer();

        Connection seen = watch.lastKnown();
        assertThat(seen.diagnosis()).isNotNull();
        assertThat(seen.diagnosis().kind()).isEqualTo(ErrorKind.UNEXPECTED);
        assertThat(seen.toString()).contains("IllegalStateException").doesNotContain("canary");
    }

    @Test
    void asksAgainAfterNoThreadWasToBeHad() {
        Deque<Runnable> later = new ArrayDeque<>();
        AtomicReference<Boolean> full = new AtomicReference<>(true);
        ConnectionWatch crowded = new ConnectionWatch(
                () -> FOUND,
                task -> {
                    if (full.get()) {
                        throw new RejectedExecutionException();
                    }
                    later.add(task);
                },
                clock);
        assertThat(crowded.known(Duration.ofSeconds(1))).isEqualTo(ConnectionWatch.NO_ANSWER_YET);

        full.set(false);
        crowded.lastKnown();

        assertThat(later).hasSize(1);
    }

    private void answer() {
        questions.remove().run();
    }
}
