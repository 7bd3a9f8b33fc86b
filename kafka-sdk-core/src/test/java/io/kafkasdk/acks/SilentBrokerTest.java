package io.kafkasdk.acks;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A dead broker that the cluster still counts as in sync. */
class SilentBrokerTest {

    private static final TimeoutException EXPIRED =
            new TimeoutException("Expiring 1 record(s) for t-0: 10000 ms has passed since batch creation");
    private static final String REFUSES = "10.0.0.3:9092 refuses the connection: nothing listens there";

    private final GuardFixture fixture = new GuardFixture();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcksGuard.class);

    @BeforeEach
    void listenToTheLog() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(appender);
    }

    @Test
    void aReplicaHolderThatDoesNotAnswerCountsAsMissingAtOnce() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        AcksVerdict verdict = guard.safetyOf("t").verdict();
        assertThat(verdict.kind()).isEqualTo(Kind.NO_HEADROOM);
        assertThat(verdict.headroom()).isEqualTo(-1);
        assertThat(verdict.summary())
                .endsWith(
                        "right now acks=all writes to it get no acknowledgement, and for partition 0 broker 3, which holds a"
                                + " replica, does not answer from here: " + REFUSES
                                + "; the cluster still counts it as in sync:"
                                + " partition t-0 has 2 of 2 in-sync replicas [1, 3]")
                .doesNotContain("is out of the ISR");
        assertThat(verdict.cure())
                .startsWith("bring broker 3 back, or open the way there from here if it runs; raise the replication");
        assertThat(warnings())
                .hasSize(2)
                .last()
                .asString()
                .contains("Topic 't' (NO_HEADROOM) seems to take no acks=all writes now", "broker 3", "Cure: bring");
        assertThat(fixture.told).extracting(AcksVerdict::headroom).containsExactly(0, -1);
        assertThat(guard.topicsInTrouble()).containsExactly("t");
    }

    @Test
    void recordsOfALeaderThatAcknowledgesAloneAreKnownToBeHidden() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3), healthy(1, 2)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        assertThat(guard.safetyOf("t").hidesLeaderAcks(0)).isTrue();
        assertThat(guard.safetyOf("t").hidesLeaderAcks(1)).isFalse();
    }

    @Test
    void onlyTopicsWhoseSendsStallHaveTheirBrokersAsked() {
        AcksGuard guard = fixture.topic("stalled", 2, healthy(1, 3))
                .topic("flowing", 2, healthy(3, 4))
                .guard(AcksRules.DEFAULT);
        guard.preflight(List.of("stalled", "flowing"));
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("stalled"));
        guard.refresh();
        assertThat(fixture.probed).containsExactly(Set.of(1, 3));
        assertThat(guard.safetyOf("flowing").verdict().headroom()).isZero();
    }

    @Test
    void aBrokerIsAskedOncePerSecondHoweverManyTopicsStall() {
        AcksGuard guard = fixture.topic("a", 2, healthy(1, 3))
                .topic("b", 2, healthy(2, 3))
                .guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("a"));
        guard.observeStalled(List.of("a", "b"));
        guard.observe(List.of("a", "b"), Duration.ofSeconds(1));
        assertThat(fixture.probed).containsExactly(Set.of(1, 3), Set.of(2));
        fixture.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        guard.observeStalled(List.of("a", "b"));
        assertThat(fixture.probed).hasSize(3).last().isEqualTo(Set.of(1, 2, 3));
    }

    @Test
    void aRefreshKeepsTheSilenceWhileItLasts() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        guard.refresh();
        guard.observe(List.of("t"), Duration.ofSeconds(1));
        assertThat(fixture.told).extracting(AcksVerdict::headroom).containsExactly(-1);
    }

    @Test
    void aTopicInTroubleIsLookedAtAgainEveryTwoSecondsUntilItTakesWrites() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        List<Integer> looks = new ArrayList<>();
        guard.observeStalled(List.of("t"));
        for (int second = 1; second <= 6; second++) {
            fixture.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            guard.observeStalled(List.of());
            looks.add(fixture.calls.size());
        }
        assertThat(looks).containsExactly(1, 2, 2, 3, 3, 4);
        fixture.silent.clear();
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        guard.observeStalled(List.of());
        assertThat(guard.safetyOf("t").verdict().headroom()).isZero();
        assertThat(guard.topicsInTrouble()).isEmpty();
        assertThat(fixture.told).extracting(AcksVerdict::headroom).containsExactly(-1, 0);
    }

    @Test
    void aFencedBrokerIsNamedAsOutOfTheIsrAndAskedNoMore() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        fixture.topic("t", 2, new Partition(List.of(1, 3), List.of(1)));
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        guard.observeStalled(List.of("t"));
        assertThat(guard.safetyOf("t").verdict().summary())
                .contains("right now it refuses acks=all writes to partition 0: partition t-0 has 1 of 2")
                .doesNotContain("does not answer");
        assertThat(fixture.probed).hasSize(1);
        assertThat(fixture.told).hasSize(1);
    }

    @Test
    void aBrokerThatOnlyWeDoNotReachCountsNoLongerOnceSendsGoThroughAgain() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, "10.0.0.3:9092 does not answer within the time limit");
        guard.observeStalled(List.of("t"));
        fixture.nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        guard.observeStalled(List.of());
        assertThat(guard.safetyOf("t").verdict().headroom()).isEqualTo(-1);
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        guard.observeStalled(List.of());
        assertThat(guard.safetyOf("t").verdict().headroom()).isZero();
    }

    @Test
    void aFailedSendNamesTheBrokerThatDoesNotAnswerAndNotAShrunkIsr() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        Diagnosis found = guard.explain("t", 0, EXPIRED, Duration.ofSeconds(10));
        assertThat(found.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(found.cause())
                .isEqualTo("broker 3, which holds a replica, does not answer from here: " + REFUSES
                        + "; the cluster still counts it as in sync: partition t-0 has 2 of 2 in-sync replicas [1, 3],"
                        + " min.insync.replicas is 2");
        assertThat(found.cure()).startsWith("bring broker 3 back").contains("To survive the next loss: raise");
        assertThat(guard.blockage("t")).get().extracting(Diagnosis::kind).isEqualTo(ErrorKind.SHORT_ISR);
    }

    @Test
    void aFailedSendRemembersASilenceThatIsOver() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        fixture.silent.clear();
        fixture.nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        guard.observe(List.of("t"), Duration.ofSeconds(1));
        Diagnosis found = guard.explain("t", 0, EXPIRED, Duration.ofSeconds(10));
        assertThat(found.cause())
                .startsWith("seen 4 s ago: broker 3, which holds a replica, does not answer from here")
                .contains("by now partition t-0 has 2 of 2");
    }

    @Test
    void aLeaderThatDoesNotAnswerIsNamedAsSuchEvenWhereEnoughReplicasAreLeft() {
        AcksGuard guard = fixture.topic("t", 2, healthy(3, 1, 2)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        Diagnosis found = guard.explain("t", 0, EXPIRED, Duration.ofSeconds(10));
        assertThat(found.kind()).isEqualTo(ErrorKind.NO_LEADER);
        assertThat(found.cause()).contains("broker 3, which leads it, does not answer from here");
        assertThat(guard.safetyOf("t").verdict().headroom()).isZero();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aFollowerThatDoesNotAnswerHoldsUpWritesEvenWhereEnoughReplicasAreLeft() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        Diagnosis found = guard.explain("t", 0, EXPIRED, Duration.ofSeconds(10));
        assertThat(found.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(found.cause()).contains("broker 3", "acks=all waits for every replica that counts as in sync");
        assertThat(found.cure()).contains("bring broker 3 back", "deliveryTimeout(...)");
    }

    @Test
    void stalledSendsWithoutASilentBrokerChangeNothing() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        guard.observeStalled(List.of("t"));
        assertThat(guard.safetyOf("t").verdict().headroom()).isZero();
        assertThat(guard.explain("t", 0, EXPIRED, Duration.ofSeconds(10)).kind())
                .isEqualTo(ErrorKind.TIMED_OUT);
    }

    @Test
    void aPartitionWithoutLeaderTakesNoWritesThoughItsLastReplicaStaysInTheIsr() {
        fixture.cluster.put(
                "t",
                new TopicLookup.Found(GuardFixture.topic(
                        "t", List.of(new PartitionFacts(0, -1, List.of(1, 3), List.of(3))), 1, false, true)));
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        guard.observeStalled(List.of("t"));
        AcksVerdict verdict = guard.safetyOf("t").verdict();
        assertThat(verdict.headroom()).isEqualTo(-1);
        assertThat(verdict.summary()).endsWith("has 1 of 2 in-sync replicas [3] and no leader");
        assertThat(verdict.cure()).startsWith("bring broker 3 back;");
        assertThat(fixture.probed).isEmpty();
        assertThat(guard.explain("t", 0, EXPIRED, Duration.ofSeconds(10)).cure())
                .isEqualTo("bring broker 3 back");
    }

    @Test
    void aLookAtStalledSendsIsTriedTwiceForTheFirstMayAskTheFrozenBroker() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        TopicLookup healthy = fixture.cluster.get("t");
        fixture.cluster.put(
                "t",
                new TopicLookup.Unreadable("t", new Diagnosis(ErrorKind.UNREACHABLE, "failed", "planted", "none")));
        fixture.onCall = () -> {
            if (fixture.calls.size() == 2) {
                fixture.cluster.put("t", healthy);
            }
        };
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        assertThat(fixture.calls).hasSize(2);
        assertThat(guard.safetyOf("t").verdict().headroom()).isEqualTo(-1);
    }

    @Test
    void aBrokerThatThereWasNoTimeToAskStaysSilent() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        fixture.unasked.add(3);
        for (int second = 0; second < 10; second++) {
            fixture.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            guard.observeStalled(List.of());
        }
        assertThat(guard.safetyOf("t").verdict().headroom()).isEqualTo(-1);
        fixture.unasked.clear();
        fixture.silent.clear();
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        guard.observeStalled(List.of());
        assertThat(fixture.told).extracting(AcksVerdict::headroom).containsExactly(-1, 0);
    }

    @Test
    void aStallIsNotOverBecauseNobodyWasAsked() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        fixture.unasked.addAll(List.of(1, 3));
        guard.observeStalled(List.of("t"));
        assertThat(guard.safetyOf("t").verdict().headroom()).isZero();
        fixture.unasked.clear();
        fixture.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        guard.observe(List.of("t"), Duration.ofSeconds(1));
        assertThat(guard.safetyOf("t").verdict().headroom()).isEqualTo(-1);
    }

    @Test
    void whileOneThreadAsksTheBrokersAnotherDoesNotTakeThemForAnswered() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        fixture.silent.put(3, REFUSES);
        guard.observeStalled(List.of("t"));
        fixture.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        List<Integer> seen = new ArrayList<>();
        fixture.onAsk = () -> {
            fixture.onAsk = () -> {};
            Thread other = new Thread(() -> {
                guard.observe(List.of("t"), Duration.ofSeconds(1));
                seen.add(guard.safetyOf("t").verdict().headroom());
            });
            other.start();
            join(other);
        };
        guard.observeStalled(List.of("t"));
        assertThat(seen).containsExactly(-1);
        assertThat(fixture.told).extracting(AcksVerdict::headroom).containsExactly(-1);
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTopicThatStoppedIsSaidToTakeWritesAgainOnce() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        assertThat(infos()).isEmpty();
        fixture.topic("t", 2, new Partition(List.of(1, 2, 3), List.of(1)));
        guard.refresh();
        assertThat(warnings()).hasSize(1);
        fixture.topic("t", 2, new Partition(List.of(1, 2, 3), List.of(1, 2)));
        guard.refresh();
        fixture.topic("t", 2, healthy(1, 2, 3));
        guard.refresh();
        assertThat(infos()).containsExactly("Topic 't' takes acks=all writes again");
    }

    @Test
    void aTopicOfUnknownStateDoesNotTakeWritesAgainUntilThatIsSeen() {
        AcksGuard guard = fixture.topic("t", 2, new Partition(List.of(1, 2, 3), List.of(1)))
                .guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.cluster.put(
                "t",
                new TopicLookup.Unreadable("t", new Diagnosis(ErrorKind.UNREACHABLE, "failed", "planted", "none")));
        fixture.nanos.addAndGet(Duration.ofMinutes(3).toNanos());
        guard.safetyOf("t");
        guard.refresh();
        assertThat(guard.safetyOf("t").verdict().headroom()).isEqualTo(AcksVerdict.UNKNOWN_HEADROOM);
        assertThat(guard.safetyOf("t").hidesLeaderAcks(0))
                .as("who is in sync is not known any more")
                .isFalse();
        assertThat(infos()).isEmpty();
        fixture.topic("t", 2, healthy(1, 2, 3));
        guard.refresh();
        assertThat(infos()).containsExactly("Topic 't' takes acks=all writes again");
    }

    @Test
    void anUnreachableClusterKeepsWhatIsKnownAndAsksNoBroker() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 3)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.cluster.put(
                "t",
                new TopicLookup.Unreadable("t", new Diagnosis(ErrorKind.UNREACHABLE, "failed", "planted", "none")));
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        guard.observeStalled(List.of("t"));
        assertThat(guard.safetyOf("t").verdict().headroom()).isZero();
        assertThat(fixture.probed).isEmpty();
    }

    private List<String> warnings() {
        return lines(Level.WARN);
    }

    private List<String> infos() {
        return lines(Level.INFO);
    }

    private List<String> lines(Level level) {
        return appender.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
