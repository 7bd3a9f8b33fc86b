package io.kafkasdk.cluster;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds out which brokers do not answer at the addresses that they advertise. A few threads share the addresses, so that a
 * large cluster costs no more threads than a small one.
 */
final class BrokerProbe {

    private static final int MOST_THREADS = 8;

    /** With less time than that left nobody is asked. */
    private static final Duration SHORTEST = Duration.ofMillis(200);

    /** Who gets less time than that to answer is not called silent for taking longer; a refusal counts in any time. */
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    /** A probe that gets no answer is done a little before the deadline, so that it can still say what it met. */
    private static final Duration TO_REPORT = Duration.ofMillis(100);

    private final Expectation expectation;
    private final Deadline deadline;
    private final Queue<Map.Entry<Integer, String>> left;
    private final Map<Integer, Finding> findings = new ConcurrentHashMap<>();
    private final CountDownLatch done;

    private BrokerProbe(Map<Integer, String> addresses, Expectation expectation, Deadline deadline) {
        this.expectation = expectation;
        this.deadline = deadline;
        this.left = new ConcurrentLinkedQueue<>(addresses.entrySet());
        this.done = new CountDownLatch(addresses.size());
    }

    /**
     * Returns what the address of each broker does instead of answering, empty where it answers. One whose turn did not
     * come, or that got no answer out in less than a second, is left out: nothing is known about it.
     *
     * @param addresses host and port of each broker
     */
    static Map<Integer, Optional<String>> ask(
            Map<Integer, String> addresses, Expectation expectation, Deadline deadline) {
        BrokerProbe probe = new BrokerProbe(addresses, expectation, deadline);
        for (int i = 0; i < Math.min(MOST_THREADS, addresses.size()); i++) {
            SdkThreads.newThread("probe", "brokers-" + (i + 1), probe::work).start();
        }
        probe.await();
        Map<Integer, Optional<String>> answers = new TreeMap<>();
        probe.findings.forEach((id, finding) -> answers.put(
                id,
                finding.kind().isAlive()
                        ? Optional.empty()
                        : Optional.of(addresses.get(id) + " " + finding.text(expectation))));
        return answers;
    }

    private void work() {
        for (Map.Entry<Integer, String> next = left.poll();
                next != null && deadline.remaining().compareTo(SHORTEST) >= 0;
                next = left.poll()) {
            boolean enough = deadline.remaining().compareTo(ENOUGH) >= 0;
            if (enough) {
                // Looking up a host name may outlast the deadline: until it is known better, this is what is known.
                findings.put(next.getKey(), Finding.of(Finding.Kind.NO_ANSWER));
            }
            Finding found = AddressProbe.greet(
                    next.getValue(),
                    expectation,
                    Deadline.in(deadline.remaining().minus(TO_REPORT)));
            if (enough || !found.kind().isOutOfTime()) {
                findings.put(next.getKey(), found);
            }
            done.countDown();
        }
    }

    /** Interrupted, it tells what it has: those still asked must not count as silent. */
    private void await() {
        try {
            boolean all = done.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (!all) {
                left.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            left.clear();
            findings.clear();
        }
    }
}
