package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreflightTest {

    private static final ClientTuning TUNING = new ClientTuning("TEST", List.of());
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Diagnosis REFUSED =
            new Diagnosis(ErrorKind.UNREACHABLE, "No address answers", "the port is closed", "open it");

    private final GuardFixture fixture = new GuardFixture()
            .topic("safe", 2, healthy(1, 2, 3))
            .topic("one", 1, healthy(1))
            .topic("two", 1, healthy(2));
    private final AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
    private final ProducerPool pool = new ProducerPool(
            ClusterSettings.of("127.0.0.1:1"),
            "app",
            guard,
            new SendListener() {},
            config -> new MockProducer<>(true, null, BytesInTransit.KEY, BytesInTransit.VALUE));
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void close() {
        answer.countDown();
        pool.close(Duration.ZERO);
    }

    @Test
    void allTopicsThatAreRefusedAreNamedTogether() {
        Preflight preflight = preflight(limit -> Optional.empty());
        begin(preflight, "a", "safe", "one");
        begin(preflight, "b", "two");
        assertThatExceptionOfType(UnsafeTopicException.class)
                .isThrownBy(() -> preflight.await(LONG))
                .satisfies(failure -> assertThat(failure.verdicts())
                        .extracting(AcksVerdict::topic)
                        .containsExactly("one", "two"));
    }

    @Test
    void safeTopicsAndNoneAtAllPass() {
        Preflight preflight = preflight(limit -> Optional.empty());
        assertThat(preflight.await(Duration.ZERO)).as("no topic, no probe").isTrue();
        begin(preflight, "a");
        assertThat(preflight.await(Duration.ZERO)).as("no topic, no probe").isTrue();
        begin(preflight, "b", "safe");
        assertThat(preflight.await(LONG)).isTrue();
    }

    @Test
    void aClusterThatSaysNothingIsWaitedForNoLongerThanTheCallerIsPatient() {
        fixture.onCall = this::awaitAnswer;
        Preflight preflight = preflight(limit -> {
            awaitAnswer();
            return Optional.of(REFUSED);
        });
        begin(preflight, "a", "one");
        assertThat(preflight.await(SHORT)).isFalse();
        answer.countDown();
        assertThatExceptionOfType(UnsafeTopicException.class)
                .as("the look goes on, and refuses whoever still waits")
                .isThrownBy(() -> {
                    while (!preflight.await(SHORT)) {
                        Thread.onSpinWait();
                    }
                });
    }

    @Test
    void aClusterThatRefusesConnectionsIsNotWaitedFor() {
        fixture.onCall = this::awaitAnswer;
        Preflight preflight = preflight(limit -> Optional.of(REFUSED));
        begin(preflight, "a", "one");
        assertThat(CompletableFuture.supplyAsync(() -> preflight.await(Duration.ofDays(1))))
                .succeedsWithin(LONG)
                .isEqualTo(false);
    }

    @Test
    void aClusterThatAnswersIsWaitedForBeyondThePatience() {
        CountDownLatch probed = new CountDownLatch(1);
        fixture.onCall = this::awaitAnswer;
        Preflight preflight = preflight(limit -> {
            probed.countDown();
            return Optional.empty();
        });
        begin(preflight, "a", "one");
        await(probed);
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> preflight.await(Duration.ofSeconds(2)));
        assertThat(waiting).isNotDone();
        answer.countDown();
        assertThat(waiting).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(UnsafeTopicException.class);
    }

    @Test
    void aClusterThatWasAwayIsAskedAgainForTheNextProducer() {
        AtomicInteger asked = new AtomicInteger();
        Preflight preflight =
                preflight(limit -> asked.incrementAndGet() == 1 ? Optional.of(REFUSED) : Optional.empty());
        fixture.onCall = this::awaitAnswer;
        begin(preflight, "a", "safe");
        assertThat(preflight.await(LONG)).isFalse();
        answer.countDown();
        begin(preflight, "b", "one");
        assertThatExceptionOfType(UnsafeTopicException.class).isThrownBy(() -> preflight.await(LONG));
    }

    @Test
    void aProbeThatBreaksIsAskedAgainForTheNextProducer() {
        AtomicInteger asked = new AtomicInteger();
        Preflight preflight = preflight(limit -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
            return Optional.empty();
        });
        fixture.onCall = this::awaitAnswer;
        begin(preflight, "a", "safe");
        assertThat(preflight.await(LONG)).isFalse();
        answer.countDown();
        begin(preflight, "b", "one");
        assertThatExceptionOfType(UnsafeTopicException.class).isThrownBy(() -> preflight.await(LONG));
    }

    @Test
    void openingAtOnceLooksAtNothing() {
        pool.openAtOnce(settings("a").topics("one"), TUNING);
        assertThat(fixture.calls).isEmpty();
    }

    private Preflight preflight(Function<Duration, Optional<Diagnosis>> probe) {
        return new Preflight("app", guard, probe);
    }

    private void begin(Preflight preflight, String name, String... topics) {
        ProducerSettings<String, String> settings = settings(name).topics(topics);
        preflight.begin(pool, pool.openAtOnce(settings, TUNING), new LinkedHashSet<>(settings.topics()));
    }

    private void awaitAnswer() {
        await(answer);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProducerSettings<String, String> settings(String name) {
        return ProducerSettings.named(name, new StringSerializer(), new StringSerializer());
    }
}
