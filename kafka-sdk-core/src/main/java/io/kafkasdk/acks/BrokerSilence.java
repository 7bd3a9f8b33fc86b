package io.kafkasdk.acks;

import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers do not answer from here. Each is asked at most once a second, by one thread at a time, however many topics
 * and producers want to know; who comes meanwhile gets what is known.
 */
final class BrokerSilence {

    private static final Duration FRESH = Duration.ofSeconds(1);

    /** How long an answer counts where there is no newer one. */
    private static final Duration STALE = Duration.ofSeconds(5);

    /** What a broker gets to answer: one under heavy load should not pass for a dead one. */
    private static final Duration LONGEST = Duration.ofMillis(1_500);

    private final ClusterView view;
    private final LongSupplier nanoClock;
    private final ReentrantLock asking = new ReentrantLock();
    private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();

    BrokerSilence(ClusterView view, LongSupplier nanoClock) {
        this.view = view;
        this.nanoClock = nanoClock;
    }

    /**
     * What a broker did when it was last asked.
     *
     * @param silence what its address does instead of answering, or null where it answers
     * @param atNanos when, by the monotonic clock
     */
    private record Answer(@Nullable String silence, long atNanos) {}

    /** Returns the silent ones among some brokers, each with what its address does instead. Blocks up to the limit. */
    Map<Integer, String> among(Set<Integer> brokers, Duration limit) {
        Set<Integer> unknown = brokers.stream().filter(id -> isOlder(id, FRESH)).collect(Collectors.toSet());
        if (!unknown.isEmpty() && asking.tryLock()) {
            try {
                ask(unknown, limit.compareTo(LONGEST) < 0 ? limit : LONGEST);
            } finally {
                asking.unlock();
            }
        }
        Map<Integer, String> silent = new TreeMap<>();
        for (int id : brokers) {
            Answer answer = answers.get(id);
            if (answer != null && answer.silence() != null && !isOlder(id, STALE)) {
                silent.put(id, answer.silence());
            }
        }
        return silent;
    }

    private void ask(Set<Integer> brokers, Duration limit) {
        try {
            Map<Integer, String> silent = new HashMap<>(view.silentBrokers(brokers, limit));
            long now = nanoClock.getAsLong();
            brokers.forEach(id -> answers.put(id, new Answer(silent.get(id), now)));
        } catch (KafkaSdkException nobodySays) {
            // Where the brokers are is not known now: what was found before holds until it is stale.
        }
    }

    private boolean isOlder(int broker, Duration age) {
        Answer last = answers.get(broker);
        return last == null || nanoClock.getAsLong() - last.atNanos() >= age.toNanos();
    }
}
