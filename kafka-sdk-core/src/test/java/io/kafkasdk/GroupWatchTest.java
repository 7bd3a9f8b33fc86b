package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.GroupQuestion;
import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.cluster.Groups;
import io.kafkasdk.consumer.ConsumerPool.Subscriber;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.LogCapture;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.settings.StartPosition;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupWatchTest {

    private static final TopicPartition FIRST = new TopicPartition("orders", 0);

    private final List<Subscriber> members = new ArrayList<>();
    private final List<Collection<GroupQuestion>> asked = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final List<Collection<GroupSnapshot>> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final GroupWatch watch = new GroupWatch(() -> members, this::answer, told::add, nanos::get);
    private List<GroupSnapshot> refusals = List.of();

    @Test
    void theOwnerOfTheFirstPartitionOfTheFirstTopicAsks() {
        members.add(member("payments", ConsumerState.RUNNING, Set.of("refunds", "orders"), FIRST));
        watch.look();
        assertThat(asked)
                .containsExactly(List.of(new GroupQuestion(
                        "payments",
                        Set.of("orders", "refunds"),
                        StartPosition.EARLIEST,
                        IsolationLevel.READ_COMMITTED)));
        assertThat(limits).containsExactly(Duration.ofSeconds(3));
        assertThat(watch.snapshots()).extracting(GroupSnapshot::group).containsExactly("payments");
        assertThat(told.get(0)).hasSize(1);
    }

    @Test
    void theOwnersOfOtherPartitionsAreSilent() {
        TopicPartition second = new TopicPartition("orders", 1);
        TopicPartition later = new TopicPartition("refunds", 0);
        members.add(member("payments", ConsumerState.RUNNING, Set.of("refunds", "orders"), second, later));
        watch.look();
        assertThat(asked).containsExactly(List.of());
        assertThat(watch.snapshots()).isEmpty();
    }

    @Test
    void eachGroupIsAskedAboutOnceHoweverManyMembersAreHere() {
        members.add(member("payments", ConsumerState.RUNNING, Set.of("orders"), FIRST));
        members.add(member("payments", ConsumerState.RUNNING, Set.of("orders"), new TopicPartition("orders", 1)));
        members.add(member("audit", ConsumerState.PAUSED, Set.of("orders"), FIRST));
        watch.look();
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).extracting(GroupQuestion::group).containsExactly("audit", "payments");
    }

    @Test
    void aGroupIsForgottenWithThePartitionOrTheMemberThatElectedIt() {
        members.add(member("payments", ConsumerState.RUNNING, Set.of("orders"), FIRST));
        watch.look();
        members.set(0, member("payments", ConsumerState.RUNNING, Set.of("orders")));
        assertThat(watch.snapshots()).as("at once").isEmpty();
        watch.forget();
        assertThat(told).last().isEqualTo(List.of());
        members.set(0, member("payments", ConsumerState.FAILED, Set.of("orders"), FIRST));
        assertThat(watch.snapshots()).as("of a member that failed").isEmpty();
        members.clear();
        assertThat(watch.snapshots()).isEmpty();
        assertThat(asked).as("nobody is asked to forget").hasSize(1);
    }

    @Test
    void aGroupThatMovedAwayWhileItWasAskedAboutIsNotTold() {
        members.add(member("payments", ConsumerState.RUNNING, Set.of("orders"), FIRST));
        GroupWatch slow = new GroupWatch(
                () -> members,
                (questions, limit) -> {
                    List<GroupSnapshot> answers = answer(questions, limit);
                    members.clear();
                    return answers;
                },
                told::add,
                nanos::get);
        slow.look();
        assertThat(told).containsExactly(List.of());
    }

    @Test
    void whatCouldNotBeReadIsLoggedOnceAMinute() {
        members.add(member("payments", ConsumerState.RUNNING, Set.of("orders"), FIRST));
        Diagnosis gap = new Diagnosis(ErrorKind.UNAUTHORIZED, "It failed", "no right", "get it");
        refusals = List.of(Groups.unknown("payments", gap, "orders"));
        try (LogCapture logged = new LogCapture(GroupWatch.class)) {
            for (int look = 0; look < 4; look++) {
                watch.look();
                nanos.addAndGet(GroupWatch.INTERVAL.toNanos());
            }
            assertThat(logged.count()).isEqualTo(2);
            assertThat(logged.text())
                    .contains("Consumer group 'payments'", "It failed.", "no right", "get it", "in 30 s")
                    .contains("(1 more like this not shown)");
        }
        assertThat(watch.snapshots()).as("unknown is an answer").hasSize(1);
    }

    @Test
    void theEndOfTheSdkIsNoGap() {
        members.add(member("payments", ConsumerState.RUNNING, Set.of("orders"), FIRST));
        Diagnosis closing = new Diagnosis(ErrorKind.CLOSED, "It was interrupted", "closing", "none");
        refusals = List.of(Groups.unknown("payments", closing, "orders"));
        try (LogCapture logged = new LogCapture(GroupWatch.class)) {
            watch.look();
            assertThat(logged.count()).isZero();
        }
    }

    private List<GroupSnapshot> answer(Collection<GroupQuestion> questions, Duration limit) {
        asked.add(List.copyOf(questions));
        limits.add(limit);
        return refusals.isEmpty()
                ? questions.stream().map(q -> Groups.known(q.group(), 1)).toList()
                : refusals;
    }

    private static Subscriber member(String group, ConsumerState state, Set<String> topics, TopicPartition... owned) {
        ManagedConsumer consumer = (ManagedConsumer) Proxy.newProxyInstance(
                ManagedConsumer.class.getClassLoader(),
                new Class<?>[] {ManagedConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "group" -> group;
                    case "state" -> state;
                    case "lag" ->
                        Lags.snapshot(
                                group,
                                Arrays.stream(owned)
                                        .map(partition -> Lags.lag(partition, 0, 0))
                                        .toList());
                    default -> throw new AssertionError(method + " is not asked for");
                });
        return new Subscriber(consumer, topics, StartPosition.EARLIEST, IsolationLevel.READ_COMMITTED);
    }
}
