package io.kafkasdk.tuning;

import io.kafkasdk.producer.HandOver;
import io.kafkasdk.producer.HandOver.Result;
import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.tuning.Instruments.Watch;
import io.kafkasdk.tuning.Instruments.Window;
import io.kafkasdk.tuning.TuningCourse.Course;
import io.kafkasdk.tuning.TuningListener.Change;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the advice on one producer: hands over to the advised settings when two looks in a row advise them and nothing is
 * wrong at the time, sees whether it does better, and hands back when it does worse.
 */
final class AutoTuning implements TuningCourse.Follow {

    /** The second look soon follows the first that advises something: who asked for AUTO waits for it. */
    static final Duration CONFIRM = Duration.ofSeconds(10);

    /** What was handed over meets cold caches and empty batches at first. */
    static final Duration SETTLE = Duration.ofSeconds(5);

    /** How long one comparison takes; the first two that agree decide. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final String NOT_APPLIED =
            "not applied: this producer has a second client for acks=1, and two cannot be handed over as one";
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 6;
    private static final int ENOUGH = 2;
    private static final int LOOKS_TO_CONFIRM = 3;
    /** With less than this part of the former records a window proves nothing. */
    private static final double PROVING_SHARE = 0.1;

    private final TunableProducer producer;
    private final TuningOptions options;
    private final Instruments instruments;
    private final StepLog steps;
    private final Clocks clocks;
    private final Lessons lessons;
    private Moves lastAdvised = Moves.NONE;
    private int postponed;
    private int unconfirmed;

    AutoTuning(TunableProducer producer, TuningOptions options, Instruments instruments, StepLog steps, Clocks clocks) {
        this.producer = producer;
        this.options = options;
        this.instruments = instruments;
        this.steps = steps;
        this.clocks = clocks;
        this.lessons = new Lessons(clocks.nanos());
    }

    @Override
    public List<TuningAdvice> told(Judgement judgement) {
        if (producer.canHandOver()) {
            return lessons.noted(judgement.advice(), judgement.changes(), producer.explain());
        }
        return judgement.advice().stream()
                .map(one -> Lessons.with(one, NOT_APPLIED))
                .toList();
    }

    @Override
    public Phase after(Window window, Judgement judgement, Course course) {
        ConfigExplanation present = producer.explain();
        ClientTuning wanted = lessons.leftOf(judgement.changes(), present);
        Moves advised = Moves.of(wanted, present);
        ClientTuning agreed = lastAdvised.sharedWith(wanted, present);
        lastAdvised = advised;
        if (wanted.values().isEmpty() || !producer.canHandOver()) {
            return course.regular();
        }
        if (agreed.values().isEmpty()) {
            return confirm(course);
        }
        unconfirmed = 0;
        List<Change> changes = StepLog.changes(agreed, present);
        if (window.failed() > 0 || window.retried() > 0) {
            return postpone(changes, trouble(window), course);
        }
        return apply(agreed, new Before(window, changes, Moves.of(agreed, present), judgement.advice()), course);
    }

    /** Looks again soon; where three more looks advise other things each time, there is time for it. */
    private Phase confirm(Course course) {
        if (unconfirmed++ < LOOKS_TO_CONFIRM) {
            return course.until(soonest(CONFIRM));
        }
        unconfirmed = 0;
        return course.regular();
    }

    /** How it was, and what was changed then. */
    private record Before(Window window, List<Change> changes, Moves moves, List<TuningAdvice> advice) {

        List<TuningAdvice> openAdvice() {
            return advice.stream().filter(one -> !concerns(one)).toList();
        }

        List<TuningAdvice> adviceAfter(String complaint) {
            return advice.stream()
                    .map(one -> concerns(one) ? Lessons.with(one, "it was tried and taken back: " + complaint) : one)
                    .toList();
        }

        private boolean concerns(TuningAdvice one) {
            return changes.stream().anyMatch(change -> change.setting().equals(one.setting()));
        }
    }

    private Phase apply(ClientTuning agreed, Before before, Course course) {
        HandOver done = producer.handOver(agreed);
        if (!done.isDone()) {
            return done.result() == Result.NOT_POSSIBLE
                    ? course.regular()
                    : postpone(before.changes(), done.why(), course);
        }
        postponed = 0;
        lastAdvised = Moves.NONE;
        steps.add(
                Action.APPLIED,
                before.changes(),
                "two looks in a row advised it; senders were held for " + millis(done.heldNanos()) + " ms");
        course.advise(before.openAdvice());
        return new Proving(before, course);
    }

    private Phase postpone(List<Change> changes, String why, Course course) {
        Duration pause = backoff();
        steps.add(
                Action.POSTPONED,
                changes,
                why + "; looked at again in " + soonest(pause).toSeconds() + " s");
        return course.until(soonest(pause));
    }

    private Duration backoff() {
        return FIRST_RETRY.multipliedBy(1L << Math.min(postponed++, MOST_DOUBLINGS));
    }

    private Duration soonest(Duration pause) {
        return pause.compareTo(options.interval()) < 0 ? pause : options.interval();
    }

    private static String trouble(Window window) {
        return String.format(
                Locale.ROOT,
                "%,d records failed and %,d were sent again in the last seconds: no time to change clients",
                window.failed(),
                window.retried());
    }

    /** Compares window after window with how it was, until two agree. */
    private final class Proving implements Phase {

        private final Before before;
        private final Course course;
        private final Comparison comparison;
        private long dueNanos = clocks.now() + SETTLE.toNanos();
        private long records = producer.progress().records();
        private @Nullable Watch watch;
        private int better;
        private int worse;

        Proving(Before before, Course course) {
            this.before = before;
            this.course = course;
            this.comparison = new Comparison(options.goal(), before.window(), addedLinger(before.changes()));
        }

        @Override
        public Phase next() {
            if (clocks.now() - dueNanos < 0) {
                return this;
            }
            dueNanos = clocks.now() + WINDOW.toNanos();
            long seen = records;
            records = producer.progress().records();
            if (records == seen) {
                // Nothing was sent: that says nothing, and there is nothing to look at.
                watch = null;
                return this;
            }
            Watch open = watch;
            watch = instruments.begin(producer);
            return open == null ? this : decide(open.soFar());
        }

        private Phase decide(Window window) {
            double rate = window.observed().recordsPerSecond();
            Optional<String> complaint = comparison.worse(window);
            // So few say nothing good; a complaint is one, as callers that wait may have come to this by the linger.
            boolean areFew = rate < before.window().observed().recordsPerSecond() * PROVING_SHARE;
            if ((rate < 1 && !comparison.isFailing(window)) || (areFew && complaint.isEmpty())) {
                return this;
            }
            if (complaint.isEmpty()) {
                better++;
            } else {
                worse++;
            }
            if (complaint.isPresent() && (worse == ENOUGH || comparison.isFailing(window))) {
                return new TakingBack(before, complaint.get(), course).next();
            }
            if (better < ENOUGH) {
                return this;
            }
            steps.add(Action.KEPT, before.changes(), held(window.observed()));
            return course.regular();
        }

        private String held(TuningObservation now) {
            TuningObservation was = before.window().observed();
            return String.format(
                    Locale.ROOT,
                    "it does no worse: %,.0f records/s, before %,.0f; %,.0f KB/s on the wire, before %,.0f; %,.0f"
                            + " requests/s, before %,.0f",
                    now.recordsPerSecond(),
                    was.recordsPerSecond(),
                    now.wireBytesPerSecond() / 1e3,
                    was.wireBytesPerSecond() / 1e3,
                    now.requestsPerSecond(),
                    was.requestsPerSecond());
        }
    }

    private static double addedLinger(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.setting().equals("linger.ms"))
                .mapToDouble(change -> number(change.to()) - number(change.from()))
                .sum();
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }

    /** Hands back to the settings from before, as often as it takes. */
    private final class TakingBack implements Phase {

        private final Before before;
        private final List<Change> back;
        private final String complaint;
        private final Course course;
        private long dueNanos = clocks.now();

        TakingBack(Before before, String complaint, Course course) {
            this.before = before;
            this.back = before.changes().stream()
                    .map(change -> new Change(change.setting(), change.to(), change.from()))
                    .toList();
            this.complaint = complaint;
            this.course = course;
        }

        @Override
        public Phase next() {
            if (clocks.now() - dueNanos < 0) {
                return this;
            }
            HandOver done = producer.handOver(new ClientTuning("taken back", values()));
            if (done.result() == Result.NOT_POSSIBLE) {
                return course.regular();
            }
            if (!done.isDone()) {
                Duration pause = soonest(backoff());
                dueNanos = clocks.now() + pause.toNanos();
                steps.add(Action.POSTPONED, back, done.why() + "; tried again in " + pause.toSeconds() + " s");
                return this;
            }
            postponed = 0;
            lessons.learn(before.moves(), complaint);
            course.advise(before.adviceAfter(complaint));
            lastAdvised = Moves.NONE;
            steps.add(Action.ROLLED_BACK, back, complaint + "; not tried again for " + Lessons.VALID.toHours() + " h");
            return course.regular();
        }

        private List<TunedValue> values() {
            return back.stream()
                    .map(change -> new TunedValue(change.setting(), change.to(), "as before: " + complaint))
                    .toList();
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }
}
