package io.kafkasdk.samples.quickstart;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of the run so far: where it is, what the guard found, how sends failed. Safe for use by several threads. */
final class Board {

    private final LiveView view;
    private final long startNanos = System.nanoTime();
    private final Map<String, AcksVerdict> verdicts = new ConcurrentHashMap<>();
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();
    private volatile String phase = "";

    Board(LiveView view) {
        this.view = view;
    }

    /**
     * The failed sends of one topic.
     *
     * @param first the first one
     * @param byKind how many of each kind
     * @param cured whether each of them came with a cure
     */
    record Failures(Throwable first, Map<ErrorKind, Integer> byKind, boolean cured) {

        /** Copies the map. */
        Failures {
            byKind = Map.copyOf(byKind);
        }

        static Failures of(Throwable failure) {
            boolean known = failure instanceof KafkaSdkException;
            return known
                    ? of((KafkaSdkException) failure)
                    : new Failures(failure, Map.of(ErrorKind.UNEXPECTED, 1), false);
        }

        private static Failures of(KafkaSdkException failure) {
            boolean cured = !failure.diagnosis().cure().isBlank();
            return new Failures(failure, Map.of(failure.kind(), 1), cured);
        }

        int total() {
            return byKind.values().stream().mapToInt(Integer::intValue).sum();
        }

        Failures plus(Failures next) {
            Map<ErrorKind, Integer> sum = new EnumMap<>(byKind);
            next.byKind.forEach((kind, count) -> sum.merge(kind, count, Integer::sum));
            return new Failures(first, sum, cured && next.cured);
        }
    }

    /** Says something, with the time since the start. */
    void say(Event event) {
        view.say(new Event(event.tone(), "[" + FrameLines.clock(elapsed()) + "] " + event.text()));
    }

    void say(Tone tone, String text) {
        say(new Event(tone, text));
    }

    /** Says what is going on from now on. */
    void phase(String words) {
        phase = words;
    }

    String phase() {
        return phase;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Takes note of what the guard found, and says what is good about it: of what is bad the SDK warns itself. */
    void verdict(AcksVerdict verdict) {
        AcksVerdict before = verdicts.put(verdict.topic(), verdict);
        boolean safe = verdict.kind() == AcksVerdict.Kind.SAFE;
        boolean better = before != null && before.headroom() < verdict.headroom();
        if (safe || better) {
            say(
                    safe ? Tone.GOOD : Tone.PLAIN,
                    "Guard: " + verdict.topic() + " is " + verdict.kind() + ", headroom " + headroom(verdict));
        }
    }

    @Nullable
    AcksVerdict verdictOn(String topic) {
        return verdicts.get(topic);
    }

    /** Takes note of a failed send, and says the first one of each topic in full. */
    void failed(String topic, Throwable failure) {
        Failures all = failures.merge(topic, Failures.of(failure), Failures::plus);
        if (all.total() == 1) {
            say(Tone.BAD, "First failed send to " + topic + ": " + failure.getMessage());
        }
    }

    @Nullable
    Failures failuresOn(String topic) {
        return failures.get(topic);
    }

    private static String headroom(AcksVerdict verdict) {
        return verdict.headroom() == AcksVerdict.UNKNOWN_HEADROOM ? "unknown" : Integer.toString(verdict.headroom());
    }
}
