package io.kafkasdk.samples.quickstart;

import io.kafkasdk.consumer.ManagedConsumer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a {@link Frame} of the books, the SDK's lag and the SDK's meters. For one thread. */
final class Sampler {

    private static final String SEND_TIMER = "kafka.sdk.producer.send";
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final Board board;
    private final List<Channel> channels;
    private final ManagedConsumer consumer;
    private final MeterRegistry registry;
    private final int target;
    private final Deque<Sample> window = new ArrayDeque<>();

    Sampler(Board board, List<Channel> channels, ManagedConsumer consumer, MeterRegistry registry, int target) {
        this.board = board;
        this.channels = List.copyOf(channels);
        this.consumer = consumer;
        this.registry = registry;
        this.target = target;
    }

    private record Sample(long nanos, Ledger.Counts counts, long acks, double ackMillis) {}

    Frame sample() {
        List<Frame.TopicState> topics = channels.stream()
                .map(channel -> new Frame.TopicState(
                        channel.topic(),
                        board.verdictOn(channel.topic()),
                        channel.ledger().counts(),
                        consumer.lag().records(channel.topic())))
                .toList();
        Collection<Timer> timers = registry.find(SEND_TIMER)
                .tag("topic", topics.get(0).name())
                .tag("outcome", "success")
                .timers();
        Sample now = new Sample(
                System.nanoTime(),
                topics.get(0).counts(),
                timers.stream().mapToLong(Timer::count).sum(),
                timers.stream()
                        .mapToDouble(t -> t.totalTime(TimeUnit.MILLISECONDS))
                        .sum());
        double maxMillis = timers.stream()
                .mapToDouble(t -> t.max(TimeUnit.MILLISECONDS))
                .max()
                .orElse(0);
        Sample before = slide(now);
        Frame.Latency latency =
                new Frame.Latency((now.ackMillis - before.ackMillis) / (now.acks - before.acks), maxMillis);
        return new Frame(board.elapsed(), board.phase(), target, rates(before, now), latency, topics);
    }

    /** Keeps about a second of samples and returns the oldest of them. */
    private Sample slide(Sample now) {
        window.addLast(now);
        while (window.size() > 2 && now.nanos - window.getFirst().nanos > WINDOW.toNanos()) {
            window.removeFirst();
        }
        return window.getFirst();
    }

    private static Frame.Rates rates(Sample before, Sample now) {
        double seconds = Math.max(1e-3, (now.nanos - before.nanos) / 1e9);
        return new Frame.Rates(
                (now.counts.sent() - before.counts.sent()) / seconds,
                (now.counts.acked() - before.counts.acked()) / seconds,
                (now.counts.consumed() - before.counts.consumed()) / seconds);
    }
}
