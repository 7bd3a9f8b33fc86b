package io.kafkasdk.tuning;

import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.SendProgress;
import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.tuning.Instruments.Finding;
import io.kafkasdk.tuning.Instruments.Watch;
import io.kafkasdk.tuning.Instruments.Window;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of advising one producer: waits until records go through it, takes a sample and two readings, judges, tells;
 * and begins again after the interval. A producer that sends nothing costs the comparison of a number.
 *
 * <p><b>Threads:</b> for the advisor's; {@link #report} for any.
 */
final class TuningCourse {

    /** The first look: long enough for an application to be through with its start. */
    static final Duration FIRST = Duration.ofMinutes(1);

    /** The shortest time between the two readings of a look. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** The longest time to wait for a sample; without one the codecs are not tried. */
    static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    /** A sample is sized so that it takes about this long. */
    private static final Duration SAMPLING = Duration.ofSeconds(10);

    private static final int LEAST_SAMPLE = 16 << 10;

    private static final Logger log = LoggerFactory.getLogger(TuningAdvisor.class);

    private final TunableProducer producer;
    private final TuningOptions options;
    private final Instruments instruments;
    private final Clocks clocks;
    private final StepLog steps;
    private final Follow follow;
    private final SendProgress begin;
    private Phase phase;
    private volatile @Nullable TuningReport report;
    private boolean failed;

    /** Begins a course; the producer sent something by now. */
    TuningCourse(
            TunableProducer producer,
            TuningOptions options,
            Instruments instruments,
            TuningListener listener,
            Clocks clocks) {
        this.producer = producer;
        this.options = options;
        this.instruments = instruments;
        this.clocks = clocks;
        this.steps = new StepLog(producer.clientId(), listener, clocks.wall());
        this.follow = options.mode() == TuningMode.AUTO
                ? new AutoTuning(producer, options, instruments, steps, clocks)
                : Follow.NOT;
        this.begin = producer.progress();
        this.phase = rest(FIRST.compareTo(options.interval()) < 0 ? FIRST : options.interval());
    }

    /** What is done about what was found. */
    interface Follow {

        /** Tells only. */
        Follow NOT = new Follow() {
            @Override
            public Phase after(Window window, Judgement judgement, Course course) {
                return course.regular();
            }

            @Override
            public List<TuningAdvice> told(Judgement judgement) {
                return judgement.advice();
            }
        };

        /** Returns what comes after a look. May block for a hand-over. */
        Phase after(Window window, Judgement judgement, Course course);

        /** Returns the advice with what there is to say about following it. */
        List<TuningAdvice> told(Judgement judgement);
    }

    /** What belongs to the course: the phases in which nothing is done, and the advice. */
    interface Course {

        /** Tells other advice from now on. */
        void advise(List<TuningAdvice> advice);

        /** Returns a rest of that time. */
        Phase until(Duration pause);

        /** Returns a rest until the next regular look. */
        Phase regular();
    }

    /** Goes on as far as there is something to do now. May block for some hundred milliseconds, longer for a hand-over. */
    void step() {
        if (producer.isClosed()) {
            return;
        }
        try {
            phase = phase.next();
        } catch (RuntimeException | LinkageError | AssertionError e) {
            producer.endSample();
            phase = rest(options.interval());
            logFailure(e);
        }
    }

    /** Ends what it has open at the producer; to be called when nobody goes on with it. */
    void end() {
        producer.endSample();
    }

    private void logFailure(Throwable failure) {
        if (failed) {
            log.debug("Producer '{}' could not be looked at again", producer.clientId(), failure);
            return;
        }
        failed = true;
        log.warn(
                "Producer '{}' could not be looked at for advice on its settings; its sends are not affected, and it is tried"
                        + " again every {} s without another word. Report this, or switch the advice off with"
                        + " TuningMode.OFF",
                producer.clientId(),
                options.interval().toSeconds(),
                failure);
    }

    /** Returns what was found at the last look, and what was done since; null before the first one. */
    @Nullable
    TuningReport report() {
        TuningReport last = report;
        return last == null ? null : with(last, last.advice(), steps.steps());
    }

    private static TuningReport with(TuningReport report, List<TuningAdvice> advice, List<TuningStep> steps) {
        return new TuningReport(
                report.clientId(),
                report.at(),
                report.options(),
                report.observed(),
                report.codecs(),
                advice,
                report.savings(),
                steps);
    }

    private void advise(List<TuningAdvice> advice) {
        producer.advise(advice);
        TuningReport last = report;
        if (last != null) {
            report = with(last, advice, List.of());
        }
    }

    private Phase rest(Duration pause) {
        return new Rest(clocks.now() + pause.toNanos(), producer.progress().records());
    }

    /** Waits for its time, and then for a record: an idle producer has nothing to show. */
    private final class Rest implements Phase {

        private final long untilNanos;
        private long records;

        Rest(long untilNanos, long records) {
            this.untilNanos = untilNanos;
            this.records = records;
        }

        @Override
        public Phase next() {
            long before = records;
            records = producer.progress().records();
            return clocks.now() - untilNanos < 0 || records == before ? this : new Looking(clocks.now());
        }
    }

    private final class Looking implements Phase {

        private final long sinceNanos;
        private final Watch watch;

        Looking(long sinceNanos) {
            this.sinceNanos = sinceNanos;
            this.watch = instruments.begin(producer);
            producer.sample(sampleBytes());
        }

        @Override
        public Phase next() {
            long looked = clocks.now() - sinceNanos;
            if (looked < LOOK.toNanos()) {
                return this;
            }
            // Not before the second reading is due: until then it stays where it is, and is nowhere afterwards.
            PayloadSample sample = producer.takeSample();
            if (sample == null && looked < LONGEST_LOOK.toNanos()) {
                return this;
            }
            // What is not complete by now would be kept until the next look.
            producer.endSample();
            return judge(watch.soFar(), sample);
        }
    }

    private Phase judge(Window window, @Nullable PayloadSample sample) {
        Finding finding = instruments.judge(producer, window, sample);
        List<TuningAdvice> advice = follow.told(finding.judgement());
        report = new TuningReport(
                producer.clientId(),
                clocks.wall().instant(),
                options,
                window.observed(),
                finding.codecs(),
                advice,
                finding.judgement().savings(),
                List.of());
        advise(advice);
        return follow.after(window, finding.judgement(), course());
    }

    private Course course() {
        return new Course() {
            @Override
            public void advise(List<TuningAdvice> advice) {
                TuningCourse.this.advise(advice);
            }

            @Override
            public Phase until(Duration pause) {
                return rest(pause);
            }

            @Override
            public Phase regular() {
                return rest(options.interval());
            }
        };
    }

    private int sampleBytes() {
        SendProgress now = producer.progress();
        double seconds = Math.max(1, (now.nanoTime() - begin.nanoTime()) / 1e9);
        double affordable = (now.bytes() - begin.bytes()) / seconds * SAMPLING.toSeconds();
        return (int) Math.min(options.sampleBytes(), Math.max(LEAST_SAMPLE, affordable));
    }
}
