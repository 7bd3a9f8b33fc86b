package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.ProgressFacts.PollFailure;
import io.kafkasdk.consumer.ProgressFacts.StillPartition;
import io.kafkasdk.consumer.ProgressSource.CommitFacts;
import io.kafkasdk.consumer.ProgressSource.FlowFacts;
import io.kafkasdk.consumer.ProgressSource.Held;
import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.consumer.ProgressSource.Reason;
import io.kafkasdk.consumer.ProgressSource.WaitingRecord;
import io.kafkasdk.consumer.Stall.Cause;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each cause, each case that must not alarm, and which one is told where several hold. */
class StallRulesTest {

    /** Monotonic time may be negative, and wraps: a look just after it did. */
    private static final long NOW = Long.MIN_VALUE + Duration.ofSeconds(5).toNanos();

    private final StallRules rules = new StallRules(Patience.DEFAULT, new StallTexts("payments"));
    private boolean unreachable;
    private List<String> missing = List.of();
    private @Nullable PollFailure pollFailure;
    private @Nullable Diagnosis unreadable;
    private final List<RunningHandler> running = new ArrayList<>();
    private @Nullable ThreadSnapshot oldest;
    private final List<WaitingRecord> waiting = new ArrayList<>();
    private CommitFacts commits = CommitFacts.FINE;
    private FlowFacts flow = new FlowFacts(Held.NOTHING, 0, 0);
    private final List<PartitionFacts> partitions = new ArrayList<>();
    private final List<StillPartition> still = new ArrayList<>();
    private @Nullable Long memberNanos;
    private @Nullable Long completionNanos;
    private @Nullable Long idleNanos;

    private static long ago(long seconds) {
        return NOW - Duration.ofSeconds(seconds).toNanos();
    }

    private Optional<Stall> judge() {
        return rules.judge(
                new ProgressFacts(
                        new ProgressFacts.ClusterFacts(unreachable, missing),
                        pollFailure,
                        unreadable,
                        running,
                        oldest,
                        waiting,
                        commits,
                        flow,
                        partitions,
                        new ProgressFacts.Still(still, memberNanos, completionNanos, idleNanos)),
                NOW);
    }

    private Stall stall(Cause cause) {
        Stall stall = judge().orElseThrow();
        assertThat(stall.cause()).isEqualTo(cause);
        assertThat(stall.why().what()).startsWith("Consumer group 'payments': ");
        return stall;
    }

    private static RunningHandler handler(long offset, long seconds) {
        return new RunningHandler(Thread.currentThread(), P0, offset, ago(seconds));
    }

    private static WaitingRecord waits(long offset, long seconds, Reason reason) {
        return new WaitingRecord(P0, offset, 7, "java.io.IOException", ago(seconds), reason, "orders.dead");
    }

    private static PartitionFacts facts(long frontier) {
        return new PartitionFacts(P0, frontier, 50, 9, false);
    }

    @Test
    void nothingToDoIsNoStall() {
        assertThat(judge()).isEmpty();
    }

    @Test
    void aBlockedHandlerIsNamedWithItsRecordItsThreadAndItsStack() {
        running.add(handler(41, 59));
        assertThat(judge()).isEmpty();
        running.add(handler(42, 61));
        running.add(handler(43, 60));
        oldest = new ThreadSnapshot("worker-3", Thread.State.BLOCKED, List.of("shop.Till.charge:17", "shop.Till.on:9"));
        Stall stall = stall(Cause.HANDLER_BLOCKED);
        assertThat(stall.subject()).isEqualTo("orders-0@42");
        assertThat(stall.why().what()).contains("orders-0@42", "61 s", "1 more handler");
        assertThat(stall.why().cause()).isEqualTo("thread worker-3 is BLOCKED at shop.Till.charge:17 < shop.Till.on:9");
        assertThat(stall.why().what()).doesNotContain("budget");
    }

    @Test
    void aStageThatDoesNotCompleteIsNamedAsSuch() {
        running.add(new RunningHandler(null, P0, 42, ago(61)));
        assertThat(stall(Cause.HANDLER_BLOCKED).why().text()).contains("orders-0@42", "did not complete");
    }

    @Test
    void aRecordThatIsTriedAgainAndHoldsUpCommitsIsNamedWithAttemptsAndClass() {
        partitions.add(facts(42));
        waiting.add(waits(42, 59, Reason.RETRY));
        assertThat(judge()).isEmpty();
        waiting.set(0, waits(42, 60, Reason.RETRY));
        assertThat(stall(Cause.RETRYING).why().text())
                .contains("orders-0@42", "60 s", "attempt 7", "java.io.IOException", "ConsumerSettings.failures");
    }

    @Test
    void aRetryBeyondTheFrontierIsNoStallOfItsOwn() {
        partitions.add(facts(41));
        waiting.add(waits(42, 600, Reason.RETRY));
        assertThat(judge()).isEmpty();
        partitions.set(0, facts(PartitionFacts.UNKNOWN));
        stall(Cause.RETRYING);
    }

    @Test
    void aDeadLetterTopicThatTakesNothingIsNamed() {
        waiting.add(waits(42, 9, Reason.DEAD_LETTER));
        assertThat(judge()).isEmpty();
        waiting.set(0, waits(42, 10, Reason.DEAD_LETTER));
        Stall stall = stall(Cause.DEAD_LETTER);
        assertThat(stall.subject()).isEqualTo("orders.dead");
        assertThat(stall.why().text()).contains("'orders.dead'", "orders-0@42", "java.io.IOException");
    }

    @Test
    void anOpenCircuitIsToldAtOnceAndBeforeTheRecordsItHolds() {
        running.add(handler(1, 100));
        waiting.add(waits(42, 0, Reason.CIRCUIT));
        assertThat(stall(Cause.CIRCUIT_OPEN).why().text()).contains("orders-0@42", "resume()");
    }

    @Test
    void commitsThatFailForHalfAMinuteAreToldWithTheClass() {
        commits = new CommitFacts("CoordinatorNotAvailableException", ago(29));
        assertThat(judge()).isEmpty();
        commits = new CommitFacts("CoordinatorNotAvailableException", ago(30));
        assertThat(stall(Cause.COMMIT_REFUSED).why().text()).contains("30 s", "CoordinatorNotAvailableException");
    }

    @Test
    void aPartitionThatBringsNothingIsNamedWithItsPosition() {
        still.add(new StillPartition(facts(50), ago(29), false));
        assertThat(judge()).isEmpty();
        still.add(new StillPartition(new PartitionFacts(P1, 3, 3, -1, false), ago(31), false));
        assertThat(stall(Cause.NOT_FETCHED).why().text())
                .contains("orders-1 at 3 (end unknown)", "31 s")
                .doesNotContain("orders-0");
    }

    @Test
    void aPartitionWithoutLeaderIsTheCauseOfNotBeingFetched() {
        still.add(new StillPartition(facts(50), ago(31), true));
        Stall stall = stall(Cause.NOT_FETCHED);
        assertThat(stall.why().kind()).isEqualTo(ErrorKind.NO_LEADER);
        assertThat(stall.why().text()).contains("orders-0 at 50 (9 behind the end)", "no leader");
    }

    @Test
    void aMemberWithoutAPlaceForAMinuteIsTold() {
        memberNanos = ago(59);
        assertThat(judge()).isEmpty();
        memberNanos = ago(60);
        assertThat(stall(Cause.GROUP_UNSTABLE).why().text()).contains("--group payments");
    }

    @Test
    void aMissingTopicAndAnUnreachableClusterAreTold() {
        missing = List.of("ordres");
        assertThat(stall(Cause.TOPIC_MISSING).why().text()).contains("[ordres]", "do not exist", "topics(...)");
        unreachable = true;
        assertThat(stall(Cause.UNREACHABLE).why().text()).contains("no broker can be reached");
    }

    @Test
    void pollsThatFailAreToldWithTheirOwnDiagnosis() {
        Diagnosis why =
                new Diagnosis(ErrorKind.UNAUTHORIZED, "Consumer group 'payments': a right is missing", "c", "d");
        pollFailure = new PollFailure(why, ago(9));
        assertThat(judge()).isEmpty();
        pollFailure = new PollFailure(why, ago(10));
        assertThat(stall(Cause.POLL_FAILED).why()).isSameAs(why);
    }

    @Test
    void aPartitionThatCannotBeReadOnIsToldAtOnceAndDoesNotStopTheConsumer() {
        unreadable =
                new Diagnosis(ErrorKind.BAD_RECORD, "Consumer group 'payments': orders-0 cannot be read on", "b", "c");
        Stall stall = stall(Cause.LOG_UNREADABLE);
        assertThat(stall.why()).isSameAs(unreadable);
        assertThat(stall.subject()).contains("orders-0");
        assertThat(stall.cause().stopsAll()).isFalse();
    }

    @Test
    void aSpentBudgetNamesTheHandlerBehindIt() {
        flow = new FlowFacts(Held.BUDGET, 500, 3);
        running.add(handler(42, 61));
        assertThat(stall(Cause.HANDLER_BLOCKED).why().what())
                .contains("orders-0@42", "budget", "nothing more is fetched");
    }

    @Test
    void aSpentBudgetNamesTheRetryBehindItAlsoBeyondTheFrontier() {
        partitions.add(facts(41));
        waiting.add(waits(42, 30, Reason.RETRY));
        flow = new FlowFacts(Held.BUDGET, 500, 3);
        completionNanos = ago(59);
        assertThat(judge()).as("something finished within the minute").isEmpty();
        completionNanos = ago(60);
        assertThat(stall(Cause.RETRYING).why().what()).contains("orders-0@42", "budget");
        flow = new FlowFacts(Held.METADATA_ROOM, 500, 3);
        assertThat(stall(Cause.RETRYING).why().what()).contains("orders-0@42", "cannot remember more");
    }

    @Test
    void recordsThatNobodyWorksOnAreAFaultOfTheSdk() {
        flow = new FlowFacts(Held.NOTHING, 5, 3);
        completionNanos = ago(100);
        idleNanos = ago(59);
        assertThat(judge()).as("somebody worked within the minute").isEmpty();
        idleNanos = ago(60);
        assertThat(stall(Cause.WORK_LOST).why().what()).contains("5 records");
    }

    @Test
    void theCauseThatExplainsTheOthersIsTold() {
        List<Cause> told = new ArrayList<>();
        missing = List.of("ordres");
        judge().ifPresent(stall -> told.add(stall.cause()));
        memberNanos = ago(100);
        judge().ifPresent(stall -> told.add(stall.cause()));
        still.add(new StillPartition(facts(50), ago(100), false));
        judge().ifPresent(stall -> told.add(stall.cause()));
        commits = new CommitFacts("X", ago(100));
        judge().ifPresent(stall -> told.add(stall.cause()));
        waiting.add(waits(50, 100, Reason.RETRY));
        judge().ifPresent(stall -> told.add(stall.cause()));
        running.add(handler(50, 100));
        judge().ifPresent(stall -> told.add(stall.cause()));
        waiting.add(waits(50, 100, Reason.DEAD_LETTER));
        judge().ifPresent(stall -> told.add(stall.cause()));
        waiting.add(waits(50, 100, Reason.CIRCUIT));
        judge().ifPresent(stall -> told.add(stall.cause()));
        unreadable = new Diagnosis(ErrorKind.BAD_RECORD, "a", "b", "c");
        judge().ifPresent(stall -> told.add(stall.cause()));
        pollFailure = new PollFailure(new Diagnosis(ErrorKind.UNEXPECTED, "a", "b", "c"), ago(100));
        judge().ifPresent(stall -> told.add(stall.cause()));
        unreachable = true;
        judge().ifPresent(stall -> told.add(stall.cause()));
        assertThat(told)
                .containsExactly(
                        Cause.TOPIC_MISSING,
                        Cause.GROUP_UNSTABLE,
                        Cause.NOT_FETCHED,
                        Cause.COMMIT_REFUSED,
                        Cause.RETRYING,
                        Cause.HANDLER_BLOCKED,
                        Cause.DEAD_LETTER,
                        Cause.CIRCUIT_OPEN,
                        Cause.LOG_UNREADABLE,
                        Cause.POLL_FAILED,
                        Cause.UNREACHABLE);
    }

    @Test
    void aPollThreadThatIsHeldIsToldWithItsStackAndOneThatEndedToo() {
        ThreadSnapshot held = new ThreadSnapshot("poll", Thread.State.WAITING, List.of("shop.Log.assigned:5"));
        assertThat(rules.judgePoller(held, Duration.ofSeconds(29).toNanos())).isEmpty();
        Stall stall = rules.judgePoller(held, Duration.ofSeconds(31).toNanos()).orElseThrow();
        assertThat(stall.cause()).isEqualTo(Cause.POLL_THREAD);
        assertThat(stall.why().text()).contains("31 s", "shop.Log.assigned:5", "ConsumerListener");
        ThreadSnapshot ended = new ThreadSnapshot("poll", Thread.State.TERMINATED, List.of());
        assertThat(rules.judgePoller(ended, 0).orElseThrow().why().what()).contains("has ended");
    }
}
