package io.kafkasdk.acks;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners and the log what changed: a line per change, never per send. What is added first is told first, by one
 * thread at a time and under no lock.
 */
final class VerdictNews {

    private static final Logger log = LoggerFactory.getLogger(AcksGuard.class);

    private final AcksRules rules;
    private final List<VerdictListener> listeners;
    private final Queue<Runnable> untold = new ConcurrentLinkedQueue<>();
    private final AtomicInteger untoldCount = new AtomicInteger();

    VerdictNews(AcksRules rules, List<VerdictListener> listeners) {
        this.rules = rules;
        this.listeners = List.copyOf(listeners);
    }

    /** Adds a change, to be told by {@link #tellAdded}; {@code first} when nothing was known before. */
    void add(TopicSafety before, TopicSafety now, boolean first) {
        untold.add(() -> tell(before, now, first));
    }

    /** Adds that a topic is forgotten. */
    void addForgotten(String topic) {
        untold.add(() -> tellAll(topic, listener -> listener.topicForgotten(topic)));
    }

    /** Tells what was added, unless another thread is at it: then that one does. */
    void tellAdded() {
        if (untoldCount.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            for (Runnable next = untold.poll(); next != null; next = untold.poll()) {
                try {
                    next.run();
                } catch (Throwable logFailed) {
                    // Only the log can do that, and there is no other place to say it; later news must still be told.
                }
            }
            seen = untoldCount.addAndGet(-seen);
        } while (seen > 0);
    }

    private void tell(TopicSafety before, TopicSafety now, boolean first) {
        AcksVerdict old = before.verdict();
        AcksVerdict verdict = now.verdict();
        boolean otherKind = first || old.kind() != verdict.kind();
        if (!otherKind && old.headroom() == verdict.headroom()) {
            return;
        }
        boolean stopped = refuses(verdict) && (first || !refuses(old));
        if (stopped && rules.chosenFor(verdict) != AcksPolicy.OBSERVE) {
            // Whatever the kind: a SAFE topic with too many brokers gone stops like any other.
            log.warn(
                    "Topic '{}' ({}) takes no acks=all writes now: {}. Cure: {}.",
                    verdict.topic(),
                    verdict.kind(),
                    verdict.summary(),
                    verdict.cure());
        } else if (otherKind && now.policy() != AcksPolicy.OBSERVE) {
            log.warn(
                    "Topic '{}' is {}: {}. Cure: {}.",
                    verdict.topic(),
                    verdict.kind(),
                    verdict.summary(),
                    verdict.cure());
        } else if (!first && otherKind) {
            log.info(
                    "Topic '{}' is {} now, it was {}: {}",
                    verdict.topic(),
                    verdict.kind(),
                    old.kind(),
                    verdict.summary());
        }
        tellAll(verdict.topic(), listener -> listener.verdictChanged(verdict, now.policy()));
    }

    private static boolean refuses(AcksVerdict verdict) {
        return verdict.headroom() < 0 && verdict.headroom() != AcksVerdict.UNKNOWN_HEADROOM;
    }

    private void tellAll(String topic, Consumer<VerdictListener> call) {
        for (VerdictListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (Throwable e) {
                // An Error too: it would end a producer's diagnosis thread in the middle of its work.
                log.warn("A VerdictListener failed on topic '{}'", topic, e);
            }
        }
    }
}
