package io.kafkasdk.acks;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** What acks=1 costs. */
    private static final String PRICE =
            "an acknowledged record is lost if the leader dies before another replica has it, retries may write it twice,"
                    + " and while the ISR is short consumers do not see it (KAFKA-15583)";

    private final AcksRules rules;
    private final List<VerdictListener> listeners;
    private final Queue<Runnable> untold = new ConcurrentLinkedQueue<>();
    /** The topics whose stop was told. */
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();

    private final AtomicInteger untoldCount = new AtomicInteger();

    VerdictNews(AcksRules rules, List<VerdictListener> listeners) {
        this.rules = rules;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * A look at a topic, and what was known before.
     *
     * @param before what was known; the same as now where nothing was
     * @param now what is known
     * @param first whether nothing was known before
     * @param inferred whether the headroom counts brokers as missing that only do not answer from here
     */
    record Change(TopicSafety before, TopicSafety now, boolean first, boolean inferred) {

        AcksVerdict verdict() {
            return now.verdict();
        }

        boolean isOtherKind() {
            return first || before.verdict().kind() != verdict().kind();
        }

        boolean isStop() {
            return VerdictRules.refuses(verdict()) && (first || !VerdictRules.refuses(before.verdict()));
        }

        boolean takesWrites() {
            return verdict().headroom() >= 0;
        }

        boolean isNews() {
            return isOtherKind() || before.verdict().headroom() != verdict().headroom();
        }
    }

    /** Adds a change, to be told by {@link #tellAdded}. */
    void add(Change change) {
        untold.add(() -> tell(change));
    }

    /** Adds that a topic is forgotten. */
    void addForgotten(String topic) {
        untold.add(() -> {
            stopped.remove(topic);
            tellAll(topic, listener -> listener.topicForgotten(topic));
        });
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

    private void tell(Change change) {
        if (!change.isNews()) {
            return;
        }
        log(change);
        AcksVerdict verdict = change.verdict();
        tellAll(
                verdict.topic(),
                listener -> listener.verdictChanged(verdict, change.now().policy()));
    }

    private void log(Change change) {
        AcksVerdict verdict = change.verdict();
        AcksPolicy policy = change.now().policy();
        if (change.first() && rules.declaredFor(verdict.topic()) == Durability.LEADER) {
            log.info("Guarded producers write topic '{}' with acks=1, as declared for it: {}", verdict.topic(), PRICE);
        }
        if (change.takesWrites() && stopped.remove(verdict.topic())) {
            log.info("Topic '{}' takes acks=all writes again", verdict.topic());
        }
        if (change.isStop() && rules.chosenFor(verdict) != AcksPolicy.OBSERVE) {
            // Whatever the kind: a SAFE topic with too many brokers gone stops like any other.
            stopped.add(verdict.topic());
            log.warn(
                    "Topic '{}' ({}) {}: {}{}. Cure: {}.",
                    verdict.topic(),
                    verdict.kind(),
                    change.inferred() ? "seems to take no acks=all writes now" : "takes no acks=all writes now",
                    verdict.summary(),
                    leaderAcks(change.now()),
                    verdict.cure());
        } else if (change.isOtherKind() && policy != AcksPolicy.OBSERVE) {
            log.warn(
                    "Topic '{}' is {}: {}{}. Cure: {}.",
                    verdict.topic(),
                    verdict.kind(),
                    verdict.summary(),
                    leaderAcks(change.now()),
                    verdict.cure());
        } else if (!change.first() && change.isOtherKind()) {
            log.info(
                    "Topic '{}' is {} now, it was {}: {}{}",
                    verdict.topic(),
                    verdict.kind(),
                    change.before().verdict().kind(),
                    verdict.summary(),
                    isLed(change.before()) && !isLed(change.now())
                            ? "; guarded producers write it with acks=all again"
                            : "");
        }
    }

    /** Says what the policy does to the topic, where it weakens it. */
    private String leaderAcks(TopicSafety now) {
        boolean byPolicy = isLed(now) && rules.declaredFor(now.verdict().topic()) == Durability.ALL;
        return byPolicy ? ". By the policy LEADER_ACK guarded producers write it with acks=1: " + PRICE : "";
    }

    private static boolean isLed(TopicSafety safety) {
        return safety.durability() == Durability.LEADER;
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
