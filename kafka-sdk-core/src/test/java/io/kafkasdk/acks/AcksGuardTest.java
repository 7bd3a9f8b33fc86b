package io.kafkasdk.acks;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AcksGuardTest {

    private static final TimeoutException EXPIRED =
            new TimeoutException("Expiring 1 record(s) for t-0: 10000 ms has passed since batch creation");

    private static final Duration AGE = Duration.ofSeconds(10);

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
    void theFirstUseOfATopicIsNotHeldUpAndIsLookedAtInTheBackground() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT);
        assertThat(guard.safetyOf("t").verdict().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(fixture.calls).isEmpty();
        fixture.runBackground();
        assertThat(guard.safetyOf("t").verdict().kind()).isEqualTo(Kind.SAFE);
    }

    @Test
    void topicsOfFirstUseShareOneLook() {
        AcksGuard guard = fixture.topic("a", 2, healthy(1, 2, 3))
                .topic("b", 2, healthy(1, 2, 3))
                .guard(AcksRules.DEFAULT);
        guard.safetyOf("a");
        guard.safetyOf("b");
        guard.safetyOf("a");
        fixture.runBackground();
        assertThat(fixture.calls).containsExactly(List.of("a", "b"));
    }

    @Test
    void warnsOncePerChangeOfTheVerdictWithTheCure() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        guard.refresh();
        guard.refresh();
        assertThat(warnings()).singleElement().asString().contains("NO_HEADROOM", "raise the replication factor");
        fixture.topic("t", 2, healthy(1, 2, 3));
        guard.refresh();
        assertThat(warnings()).hasSize(1);
        assertThat(fixture.told).extracting(AcksVerdict::kind).containsExactly(Kind.NO_HEADROOM, Kind.SAFE);
    }

    @Test
    void warnsAgainWhenWritesAreRefusedNow() {
        AcksGuard guard = fixture.topic("t", 2, healthy(3, 1)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.topic("t", 2, new Partition(List.of(3, 1), List.of(1)));
        guard.refresh();
        guard.refresh();
        assertThat(warnings()).hasSize(2).last().asString().contains("right now it refuses acks=all writes");
        assertThat(fixture.told).extracting(AcksVerdict::headroom).containsExactly(0, -1);
    }

    @Test
    void warnsOfASafeTopicThatTakesNoWritesAndNamesTheBrokersToBringBack() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.topic("t", 2, new Partition(List.of(1, 2, 3), List.of(1)));
        guard.refresh();
        guard.refresh();
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("Topic 't' (SAFE) takes no acks=all writes now", "partition t-0 has 1 of 3 in-sync replicas")
                .contains("Cure: bring brokers 2, 3 back");
        assertThat(guard.safetyOf("t").policy()).isEqualTo(AcksPolicy.OBSERVE);
    }

    @Test
    void doesNotWarnOfAStoppedTopicThatTheUserOnlyObserves() {
        AcksGuard guard = fixture.topic("t", 2, new Partition(List.of(1, 2, 3), List.of(1)))
                .guard(AcksRules.DEFAULT.withTopics("t", AcksPolicy.OBSERVE));
        guard.preflight(List.of("t"));
        assertThat(warnings()).isEmpty();
        assertThat(fixture.told).hasSize(1);
    }

    @Test
    void theHeadroomFadesAfterTwoRefreshesInVainWhileTheKindStays() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.cluster.put("t", unreadable("t", ErrorKind.UNREACHABLE));
        fixture.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        guard.refresh();
        assertThat(guard.safetyOf("t").verdict().headroom()).isEqualTo(1);
        fixture.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        guard.refresh();
        guard.refresh();
        assertThat(fixture.told)
                .extracting(AcksVerdict::kind, AcksVerdict::headroom)
                .containsExactly(tuple(Kind.SAFE, 1), tuple(Kind.SAFE, AcksVerdict.UNKNOWN_HEADROOM));
        assertThat(guard.safetyOf("t").facts()).isNotNull();
        fixture.topic("t", 2, healthy(1, 2, 3));
        guard.refresh();
        assertThat(fixture.told)
                .hasSize(3)
                .last()
                .extracting(AcksVerdict::headroom)
                .isEqualTo(1);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aTopicThatIsNotWrittenToForTenMinutesIsForgotten() {
        AcksGuard guard = fixture.topic("idle", 2, healthy(1, 2, 3))
                .topic("busy", 2, healthy(1, 2, 3))
                .guard(AcksRules.DEFAULT);
        guard.preflight(List.of("idle", "busy"));
        for (int minute = 0; minute <= 10; minute++) {
            guard.safetyOf("busy");
            guard.refresh();
            fixture.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        assertThat(fixture.forgotten).containsExactly("idle");
        assertThat(guard.verdicts()).extracting(AcksVerdict::topic).containsExactly("busy");
        assertThat(fixture.calls).last().isEqualTo(List.of("busy"));
        assertThat(guard.safetyOf("idle").verdict().kind()).isEqualTo(Kind.UNKNOWN);
        fixture.runBackground();
        assertThat(fixture.told).extracting(AcksVerdict::topic).containsExactly("idle", "busy", "idle");
    }

    @Test
    void aRefreshDoesNotAskForTheNearestNameAgain() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        guard.preflight(List.of("ordres"));
        guard.refresh();
        guard.refresh();
        assertThat(fixture.nearestCalls).hasValue(1);
    }

    @Test
    void aListenerHearsOfFindingsInTheirOrderEvenWhenItMakesOne() {
        List<Integer> heard = new ArrayList<>();
        AtomicReference<AcksGuard> guard = new AtomicReference<>();
        VerdictListener first = (verdict, policy) -> {
            if (verdict.headroom() == 1) {
                fixture.topic("t", 2, healthy(1, 2, 3, 4));
                guard.get().refresh();
            }
        };
        VerdictListener second = (verdict, policy) -> heard.add(verdict.headroom());
        fixture.topic("t", 2, healthy(1, 2, 3));
        guard.set(new AcksGuard(
                fixture.view(), AcksRules.DEFAULT, List.of(first, second), Runnable::run, fixture.nanos::get));
        guard.get().preflight(List.of("t"));
        assertThat(heard).containsExactly(1, 2);
    }

    @Test
    void observesWithoutALine() {
        AcksGuard guard = fixture.topic("t", 1, healthy(1)).guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.OBSERVE));
        guard.preflight(List.of("t"));
        assertThat(warnings()).isEmpty();
        assertThat(fixture.told).hasSize(1);
    }

    @Test
    void failRefusesAtPreflightAndNamesEveryTopicAndItsCure() {
        AcksGuard guard = fixture.topic("a", 2, healthy(1, 2))
                .topic("b", 1, healthy(1))
                .topic("c", 2, healthy(1, 2, 3))
                .guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
        assertThatThrownBy(() -> guard.preflight(List.of("a", "b", "c")))
                .isInstanceOfSatisfying(UnsafeTopicException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.UNSAFE_TOPIC);
                    assertThat(e.verdicts()).extracting(AcksVerdict::topic).containsExactly("a", "b");
                })
                .hasMessageContaining("topic 'a' (NO_HEADROOM)")
                .hasMessageContaining("topic 'b' (NO_REDUNDANCY)");
        assertThat(guard.safetyOf("a").refusal()).isNotNull();
        assertThat(guard.safetyOf("c").refusal()).isNull();
    }

    @Test
    void failRefusesWhatIsMissingOrForbiddenButNotWhatDoesNotAnswer() {
        fixture.cluster.put("forbidden", unreadable("forbidden", ErrorKind.UNAUTHORIZED));
        fixture.cluster.put("silent", unreadable("silent", ErrorKind.UNREACHABLE));
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
        assertThatThrownBy(() -> guard.preflight(List.of("missing"))).isInstanceOf(UnsafeTopicException.class);
        assertThatThrownBy(() -> guard.preflight(List.of("forbidden"))).isInstanceOf(UnsafeTopicException.class);
        assertThatCode(() -> guard.preflight(List.of("silent"))).doesNotThrowAnyException();
        assertThat(guard.safetyOf("silent").verdict().kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void keepsTheVerdictWhileTheClusterDoesNotAnswer() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.cluster.put("t", unreadable("t", ErrorKind.UNREACHABLE));
        guard.refresh();
        assertThat(guard.safetyOf("t").verdict().kind()).isEqualTo(Kind.SAFE);
        fixture.cluster.put("t", unreadable("t", ErrorKind.UNAUTHORIZED));
        guard.refresh();
        assertThat(guard.safetyOf("t").verdict().kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        AcksGuard guard = new AcksGuard(
                fixture.topic("t", 2, healthy(1, 2, 3)).view(),
                AcksRules.DEFAULT,
                List.of((verdict, policy) -> {
                    throw new IllegalStateException("planted");
                }),
                Runnable::run,
                System::nanoTime);
        guard.preflight(List.of("t"));
        assertThat(guard.safetyOf("t").verdict().kind()).isEqualTo(Kind.SAFE);
    }

    @Test
    void anExpiredRecordIsExplainedByTheShortIsr() {
        fixture.topic("quakes-fragile", 2, new Partition(List.of(3, 1), List.of(1)));
        Diagnosis found = diagnose(fixture.guard(AcksRules.DEFAULT), "quakes-fragile", 0, EXPIRED);
        assertThat(found.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(found.cause())
                .isEqualTo("partition quakes-fragile-0 has 1 of 2 in-sync replicas [1], min.insync.replicas is 2, the"
                        + " replica on broker 3 is out");
        assertThat(found.cure())
                .startsWith("bring broker 3 back. To survive the next loss: raise the replication factor");
    }

    @Test
    void aRecordThatExpiresWhileTheIsrRecoversIsStillExplainedByTheShortIsr() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        fixture.topic("quakes-fragile", 2, new Partition(List.of(3, 1), List.of(1)));
        guard.observe(List.of("quakes-fragile"), Duration.ofSeconds(1));
        fixture.topic("quakes-fragile", 2, healthy(3, 1));
        fixture.nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        Diagnosis found = diagnose(guard, "quakes-fragile", 0, EXPIRED);
        assertThat(found.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(found.cause())
                .startsWith("seen 7 s ago: partition quakes-fragile-0 has 1 of 2 in-sync replicas [1], the replica on"
                        + " broker 3 is out; by now partition quakes-fragile-0 has 2 of 2");
        assertThat(found.cure()).startsWith("writes are taken again").contains("raise the replication factor");
    }

    @Test
    void aShortIsrThatTheRecordNeverMetExplainsNothing() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        fixture.topic("t", 2, new Partition(List.of(3, 1), List.of(1)));
        guard.observe(List.of("t"), Duration.ofSeconds(1));
        fixture.topic("t", 2, healthy(3, 1));
        fixture.nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(diagnose(guard, "t", 0, EXPIRED).kind()).isEqualTo(ErrorKind.TIMED_OUT);
    }

    @Test
    void aShortIsrOfLongAgoExplainsARecordThatLivedSoLong() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        fixture.topic("t", 2, new Partition(List.of(3, 1), List.of(1)));
        guard.observe(List.of("t"), Duration.ofSeconds(1));
        fixture.topic("t", 2, healthy(3, 1));
        fixture.nanos.addAndGet(Duration.ofMinutes(20).toNanos());
        guard.observe(List.of("t"), Duration.ofSeconds(1));
        Diagnosis found = guard.explain("t", 0, EXPIRED, Duration.ofMinutes(30));
        assertThat(found.kind()).isEqualTo(ErrorKind.SHORT_ISR);
    }

    @Test
    void aPartitionWithoutLeaderIsNamed() {
        fixture.topic("t", 2, healthy(1, 2), new Partition(List.of(2, 3), List.of()));
        Diagnosis found = diagnose(fixture.guard(AcksRules.DEFAULT), "t", -1, EXPIRED);
        assertThat(found.kind()).isEqualTo(ErrorKind.NO_LEADER);
        assertThat(found.cause())
                .contains("partition t-1 has 0 of 2 in-sync replicas []", "no leader", "brokers [2, 3]");
    }

    @Test
    void aMissingTopicIsNamedWithTheOneThatWasProbablyMeant() {
        fixture.nearest = "orders";
        Diagnosis found = diagnose(fixture.guard(AcksRules.DEFAULT), "ordres", -1, EXPIRED);
        assertThat(found.kind()).isEqualTo(ErrorKind.TOPIC_MISSING);
        assertThat(found.text()).contains("topic 'ordres' does not exist", "did you mean 'orders'?");
    }

    @Test
    void aSilentClusterIsExplainedByTheProbe() {
        fixture.cluster.put("t", unreadable("t", ErrorKind.UNREACHABLE));
        fixture.unreachable = new Diagnosis(
                ErrorKind.UNREACHABLE,
                "No bootstrap address answers",
                "127.0.0.1:1 refuses the connection",
                "check the port");
        Diagnosis found = diagnose(fixture.guard(AcksRules.DEFAULT), "t", -1, EXPIRED);
        assertThat(found.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(found.text()).contains("127.0.0.1:1 refuses the connection");
    }

    @Test
    void aSilentClusterWithGoodBootstrapAddressesPointsAtTheAdvertisedOnes() {
        fixture.cluster.put("t", unreadable("t", ErrorKind.UNREACHABLE));
        assertThat(diagnose(fixture.guard(AcksRules.DEFAULT), "t", -1, EXPIRED).text())
                .contains("advertised.listeners");
    }

    @Test
    void aMissingRightNamesOperationAndTopicWithoutALook() {
        Diagnosis found =
                diagnose(fixture.guard(AcksRules.DEFAULT), "t", -1, new TopicAuthorizationException(Set.of("t")));
        assertThat(found.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
        assertThat(found.text()).contains("Write", "topic 't'", "kafka-acls.sh");
        assertThat(fixture.calls).isEmpty();
    }

    @Test
    void aStormOfFailuresCostsOneLookPerSecond() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2)).guard(AcksRules.DEFAULT);
        for (int i = 0; i < 10_000; i++) {
            diagnose(guard, "t", 0, EXPIRED);
        }
        assertThat(fixture.calls).hasSize(1);
        fixture.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        diagnose(guard, "t", 0, EXPIRED);
        assertThat(fixture.calls).hasSize(2);
    }

    @Test
    void anOldLookExplainsNothing() {
        AcksGuard guard = fixture.topic("t", 2, healthy(1, 2)).guard(AcksRules.DEFAULT);
        guard.preflight(List.of("t"));
        fixture.nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(guard.explain("t", 0, EXPIRED, AGE).cure()).contains("its state could not be read in time");
    }

    private static Diagnosis diagnose(AcksGuard guard, String topic, int partition, Exception failure) {
        if (AcksGuard.needsObservation(failure)) {
            guard.observe(List.of(topic), Duration.ofSeconds(1));
        }
        return guard.explain(topic, partition, failure, AGE);
    }

    private List<String> warnings() {
        return appender.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static TopicLookup unreadable(String topic, ErrorKind kind) {
        return new TopicLookup.Unreadable(topic, new Diagnosis(kind, "describeTopics failed", "planted", "none"));
    }
}
