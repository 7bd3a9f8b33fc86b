package io.kafkasdk.acks;

import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /**
     * What some brokers did.
     *
     * @param silent those that did not answer when they were last asked, in the last seconds; each with what its address
     *     did instead
     * @param heard those whose answer, or silence, is fresh: of the others nothing new is known
     */
    record Heard(Map<Integer, String> silent, Set<Integer> heard) {}

    /** Returns what some brokers do. Blocks up to the limit, but not while another thread asks. */
    Heard among(Set<Integer> brokers, Duration limit) {
        // Who was not asked for longest comes first: the time may not suffice for all.
        Set<Integer> unknown = brokers.stream()
                .filter(id -> isOlder(id, FRESH))
                .sorted(Comparator.comparingLong(this::askedAt))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!unknown.isEmpty() && asking.tryLock()) {
            try {
                ask(unknown, limit.compareTo(LONGEST) < 0 ? limit : LONGEST);
            } finally {
                asking.unlock();
            }
        }
        Map<Integer, String> silent = new TreeMap<>();
        Set<Integer> heard = new TreeSet<>();
        for (int id : brokers) {
            if (!isOlder(id, FRESH)) {
                heard.add(id);
            }
            Answer answer = answers.get(id);
            if (answer != null && answer.silence() != null && !isOlder(id, STALE)) {
                silent.put(id, answer.silence());
            }
        }
        return new Heard(silent, heard);
    }

    private long askedAt(int broker) {
        Answer last = answers.get(broker);
        return last == null ? Long.MIN_VALUE : last.atNanos();
    }

    private void ask(Set<Integer> brokers, Duration limit) {
        try {
            Map<Integer, Optional<String>> told = view.askBrokers(brokers, limit);
            long now = nanoClock.getAsLong();
            told.forEach((id, silence) -> answers.put(id, new Answer(silence.orElse(null), now)));
        } catch (KafkaSdkException nobodySays) {
            // Where the brokers are is not known now: what was found before holds until it is stale.
        }
    }

    private boolean isOlder(int broker, Duration age) {
        Answer last = answers.get(broker);
        return last == null || nanoClock.getAsLong() - last.atNanos() >= age.toNanos();
    }
}
