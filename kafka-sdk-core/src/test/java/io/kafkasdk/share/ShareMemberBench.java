package io.kafkasdk.share;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.ShareSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A member without threads: its poll loop goes round when the test says so, and workers run when it says so. */
final class ShareMemberBench implements ConsumerListener {

    final FakeShareClient client = new FakeShareClient();
    final List<String> handled = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<String> deadLetters = new ArrayList<>();
    final Results results = new Results();
    final Holdings holdings;
    final LockKeeper locks;
    final ShareLoop loop;
    final ShareStep<String, String> step;
    final Deque<Runnable> work = new ArrayDeque<>();
    RecordHandler<String, String> handler = record -> handled.add(record.value());
    CompletionStage<?> deadLetterEnd = CompletableFuture.completedFuture("written");
    boolean paused;
    long nanos;

    ShareMemberBench(FailurePolicy policy) {
        this(policy, new GroupFacts(5, true));
    }

    ShareMemberBench(FailurePolicy policy, GroupFacts facts) {
        ShareSettings<String, String> settings = ShareSettings.group(
                        "g", new StringDeserializer(), new StringDeserializer())
                .topics("t")
                .failures(policy);
        holdings = new Holdings("g", client, facts.renewsLocks(), () -> nanos);
        locks = new LockKeeper("g", holdings, () -> nanos);
        ShareFailures.Outlets outlets = new ShareFailures.Outlets(
                new ShareEvents("g", this, () -> nanos),
                results,
                (record, why) -> {
                    deadLetters.add(why.deadLetterTopic() + " " + record.offset() + " " + why.attempts());
                    return deadLetterEnd;
                },
                work::add);
        ShareFailures failures = new ShareFailures(policy, facts.deliveryLimit(), outlets, () -> nanos);
        step = new ShareStep<>(settings, record -> handler.handle(record), failures, outlets, () -> nanos);
        loop = new ShareLoop(
                new ShareLoop.Parts(
                        holdings,
                        locks,
                        () -> Duration.ofMillis(
                                client.acquisitionLockTimeoutMs().orElseThrow()),
                        results,
                        taken -> work.add(() -> step.run(taken)),
                        // A look at the clock takes a while, so that no wait lasts for ever.
                        () -> nanos += 1_000),
                new ShareTrouble("g", new GroupLook("g", policy, () -> null), () -> nanos),
                () -> paused);
        client.subscribe(List.of("t"));
    }

    /** Polls, lets workers do all they have, and takes what came of it. */
    void round() {
        loop.runOnce();
        work();
        loop.runOnce();
    }

    void work() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    void workOnce() {
        work.remove().run();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    void drain(Duration time) {
        loop.drain(Deadline.in(time, () -> nanos += Duration.ofMillis(10).toNanos()));
    }

    @Override
    public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
        events.add("handled");
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        events.add("failed " + offset + " " + attempt);
    }

    @Override
    public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        events.add("skipped " + offset + " " + attempts);
    }

    @Override
    public void deadLettered(String group, TopicPartition partition, long offset, int attempts, String topic) {
        events.add("dead-lettered " + offset + " " + attempts);
    }

    @Override
    public void deadLetterFailed(String group, TopicPartition partition, long offset, String topic, Throwable why) {
        events.add("dead letter failed " + offset);
    }
}
