package io.kafkasdk.lag;

import io.kafkasdk.lag.LagScenario.Event;
import io.kafkasdk.lag.LagScenario.Happening;
import io.kafkasdk.lag.LagScenario.Plan;
import io.kafkasdk.lag.LagTracker.Clocks;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One schedule as it runs, in steps of a tenth of a second: log, consumer, cluster, tracker, and the truth beside it. */
final class LagWorld {

    static final long TICK = 100;
    private static final long WALL = 1_700_000_000_000L;
    private static final long DAY = 86_400_000;
    private static final TopicPartition PARTITION = ModelConsumer.PARTITION;

    final Plan plan;
    private final Random dice;
    /** Wraps around in the middle of it. */
    private final long nanosOrigin = Long.MAX_VALUE - Duration.ofSeconds(200).toNanos();

    private final LagTruth truth;
    private ModelLog log = new ModelLog();
    private ModelConsumer consumer;
    private LagTracker tracker;
    private long now;
    private double owed;
    private long sampledMillis = -1_000;
    private boolean pollHeld;
    private boolean adminGone;
    private @Nullable Question question;

    /** Asked at the cluster, and on its way. */
    private static final class Question {
        private final Collection<TopicPartition> ends;
        private final Collection<TopicPartition> starts;
        private final long askedMillis;
        private final long lookedMillis;
        private final long answeredMillis;
        private long end;
        private long start;

        private Question(LagTracker tracker, long askedMillis, long lookedMillis, long answeredMillis) {
            this.ends = tracker.staleEnds();
            this.starts = tracker.staleStarts();
            this.askedMillis = askedMillis;
            this.lookedMillis = lookedMillis;
            this.answeredMillis = answeredMillis;
        }
    }

    LagWorld(LagScenario scenario, long seed, LagErrors errors) {
        this.dice = new Random(seed);
        this.plan = scenario.plan(dice);
        this.truth = new LagTruth(plan, errors, "seed " + seed);
        this.consumer = new ModelConsumer(log, dice, plan.budget(), 0);
        this.tracker = newTracker();
    }

    private LagTracker newTracker() {
        return new LagTracker(
                "payments",
                IsolationLevel.READ_COMMITTED,
                new Clocks(() -> nanosOrigin + now * 1_000_000, () -> WALL + now));
    }

    void run() {
        for (; now < plan.scenario().seconds * 1_000L; now += TICK) {
            step();
        }
    }

    private void step() {
        plan.events().stream()
                .filter(event -> event.millis() == now)
                .map(Event::what)
                .forEach(this::happen);
        append();
        truth.ends(now, log.end());
        if (adminGone || pollHeld) {
            truth.blind(now);
        }
        consumer.network(now, TICK * dice.nextInt(3));
        if (!pollHeld) {
            poll();
        }
        ask();
        if (now % 5_000 == 0) {
            tracker.look(new MemberFacts(Duration.ZERO, Duration.ofMinutes(5), Duration.ZERO, "", ""));
        }
        if (now >= sampledMillis && dice.nextInt(7) == 0) {
            truth.check(now, tracker.snapshot(), log);
        }
    }

    private void poll() {
        consumer.poll(now, WALL + now);
        consumer.handle(plan.speed() * TICK / 1_000);
        if (now % 1_000 == 0) {
            consumer.commit();
        }
        if (now - sampledMillis >= 1_000) {
            sampledMillis = now;
            PartitionSample sample = consumer.sample();
            truth.sampled(now, sample);
            tracker.sample(List.of(sample));
        }
    }

    private void append() {
        boolean transactional = plan.scenario() == LagScenario.TRANSACTIONS;
        owed += plan.appended(now, dice) * TICK / 1_000;
        for (; owed >= 1; owed--) {
            if (transactional && dice.nextInt(10) == 0) {
                log.begin();
            }
            log.append(now, timestamp());
        }
        if (transactional && dice.nextInt(15) == 0) {
            log.commit(now);
        }
    }

    private long timestamp() {
        return WALL
                + now
                + switch (plan.scenario().stamps) {
                    case HONEST -> 0;
                    case BACKDATED -> -DAY;
                    case RANDOM -> dice.nextInt(3) == 0 ? 0 : -(long) (dice.nextDouble() * DAY);
                    case AHEAD -> 30_000;
                };
    }

    /** As the monitor does: once a second, unless the last answer is still on its way. */
    private void ask() {
        Question asked = question;
        if (asked != null && asked.lookedMillis == now) {
            asked.end = log.end();
            asked.start = log.start();
        }
        if (asked != null && asked.answeredMillis <= now) {
            question = null;
            if (!adminGone) {
                if (!asked.ends.isEmpty()) {
                    truth.answered(now, asked.end, asked.askedMillis);
                }
                if (!asked.starts.isEmpty()) {
                    truth.startAnswered(asked.start);
                }
                tracker.endOffsets(answer(asked.ends, asked.end));
                tracker.startOffsets(answer(asked.starts, asked.start));
            }
        }
        if (question == null && now % 1_000 == 0) {
            long looked = now + TICK * (1 + dice.nextInt(2));
            question = new Question(tracker, now, looked, looked + TICK * dice.nextInt(3));
        }
    }

    private static Map<TopicPartition, Long> answer(Collection<TopicPartition> asked, long offset) {
        return asked.isEmpty() ? Map.of() : Map.of(PARTITION, offset);
    }

    private void happen(Happening what) {
        switch (what) {
            case PAUSE, RESUME -> consumer.pausedByUser = what == Happening.PAUSE;
            case STICK, COME_LOOSE -> consumer.stuck = what == Happening.STICK;
            case ADMIN_GONE, ADMIN_BACK -> adminGone = what == Happening.ADMIN_GONE;
            case POLL_HELD, POLL_FREED -> pollHeld = what == Happening.POLL_HELD;
            case RETENTION -> log.deleteTo(log.end() - (int) (10 * plan.rate()));
            case SEEK_BACK -> consumer.seek(Math.max(log.start(), log.end() - dice.nextInt(1 + log.end())));
            case MAKE_ANEW -> {
                log = new ModelLog();
                consumer.startAnew(log);
                truth.madeAnew(now);
            }
            case LEAVE_AND_RETURN -> {
                tracker.sample(List.of());
                startConsumer();
            }
            case RESTART -> {
                tracker = newTracker();
                startConsumer();
            }
        }
    }

    /** A held poll thread neither leaves nor joins; a restart frees it. */
    private void startConsumer() {
        pollHeld = false;
        boolean paused = consumer.pausedByUser;
        boolean stuck = consumer.stuck;
        long start = Math.max(log.start(), consumer.sample().committed());
        consumer = new ModelConsumer(log, dice, plan.budget(), start);
        consumer.pausedByUser = paused;
        consumer.stuck = stuck;
        question = null;
        sampledMillis = now + dice.nextInt(10) * TICK;
        truth.forget(now);
    }
}
