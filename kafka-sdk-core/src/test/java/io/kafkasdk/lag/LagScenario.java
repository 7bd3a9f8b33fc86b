package io.kafkasdk.lag;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to one partition and its consumer, drawn from a seed. */
enum LagScenario {
    STEADY(600, 1, Stamps.HONEST),
    BURSTS(600, 2, Stamps.HONEST),
    ONE_RECORD_PER_MINUTE(900, 2, Stamps.HONEST),
    BACKDATED_BY_24_HOURS(600, 2, Stamps.BACKDATED),
    BACKDATED_AT_RANDOM(600, 2, Stamps.RANDOM),
    PRODUCER_CLOCK_AHEAD_30_S(600, 2, Stamps.AHEAD),
    PAUSED(600, 2, Stamps.HONEST),
    PAUSED_AND_BACKDATED(600, 2, Stamps.RANDOM),
    STUCK_HANDLER(600, 2, Stamps.HONEST),
    RESTART_INTO_A_BACKLOG(600, 2, Stamps.HONEST),
    TRANSACTIONS(600, 2, Stamps.HONEST),
    RETENTION_PASSES_THE_COMMIT(600, 2, Stamps.HONEST),
    TOPIC_MADE_ANEW(600, 2, Stamps.HONEST),
    SPIKY(600, 2, Stamps.HONEST),
    SLOW_AND_SPIKY(900, 2, Stamps.RANDOM),
    HOUR_LONG_BACKLOG(4_800, 2, Stamps.HONEST),
    HOUR_LONG_AND_BACKDATED(4_800, NO_BOUND(), Stamps.RANDOM),
    ANYTHING(900, NO_BOUND(), Stamps.RANDOM);

    /** What timestamps say. */
    enum Stamps {
        HONEST,
        BACKDATED,
        RANDOM,
        AHEAD
    }

    final int seconds;
    /** How far the estimate may be off, in seconds, once the table covers the frontier. */
    final double bound;

    final Stamps stamps;

    LagScenario(int seconds, double bound, Stamps stamps) {
        this.seconds = seconds;
        this.bound = bound;
        this.stamps = stamps;
    }

    /** Only what the estimate itself says of its error. */
    private static double NO_BOUND() {
        return Double.POSITIVE_INFINITY;
    }

    /** What can happen. */
    enum Happening {
        PAUSE,
        RESUME,
        STICK,
        COME_LOOSE,
        RESTART,
        LEAVE_AND_RETURN,
        SEEK_BACK,
        MAKE_ANEW,
        RETENTION,
        ADMIN_GONE,
        ADMIN_BACK,
        POLL_HELD,
        POLL_FREED
    }

    /** Something happens then. */
    record Event(long millis, Happening what) {}

    /**
     * One schedule.
     *
     * @param rate records per second, on average while there is traffic
     * @param speed records per second that handlers finish
     * @param budget most records in flight
     * @param events what happens when
     */
    record Plan(LagScenario scenario, double rate, double speed, int budget, List<Event> events) {

        /** Returns how many records are appended in this tenth of a second. */
        double appended(long millis, Random dice) {
            long second = millis / 1_000;
            return switch (scenario) {
                case BURSTS -> second % 60 < 10 ? rate : 0;
                case ONE_RECORD_PER_MINUTE -> millis % 60_000 == 17_300 ? 1_000 / LagWorld.TICK : 0;
                case SPIKY, SLOW_AND_SPIKY, ANYTHING -> dice.nextInt(200) == 0 ? 10 * rate : rate / 10;
                case RETENTION_PASSES_THE_COMMIT, TOPIC_MADE_ANEW -> rate / 2;
                default -> rate;
            };
        }
    }

    Plan plan(Random dice) {
        double rate = 5 + dice.nextInt(this == HOUR_LONG_BACKLOG || this == HOUR_LONG_AND_BACKDATED ? 15 : 95);
        double speed = rate * (0.8 + dice.nextDouble() * 2);
        List<Event> events = new ArrayList<>();
        switch (this) {
            case PAUSED, PAUSED_AND_BACKDATED -> {
                during(events, 60 + dice.nextInt(60), 100 + dice.nextInt(200), Happening.PAUSE, Happening.RESUME);
                during(events, 430, 5 + dice.nextInt(60), Happening.PAUSE, Happening.RESUME);
            }
            case STUCK_HANDLER, ONE_RECORD_PER_MINUTE ->
                during(events, 60 + dice.nextInt(60), 200 + dice.nextInt(200), Happening.STICK, Happening.COME_LOOSE);
            case RESTART_INTO_A_BACKLOG -> {
                during(events, 20, 100 + dice.nextInt(100), Happening.STICK, Happening.COME_LOOSE);
                at(events, 100 + dice.nextInt(200), Happening.RESTART);
            }
            case RETENTION_PASSES_THE_COMMIT -> {
                during(events, 60, 300, Happening.STICK, Happening.COME_LOOSE);
                during(events, 60, 300, Happening.PAUSE, Happening.RESUME);
                at(events, 150 + dice.nextInt(100), Happening.RETENTION);
            }
            case TOPIC_MADE_ANEW -> at(events, 100 + dice.nextInt(300), Happening.MAKE_ANEW);
            case HOUR_LONG_BACKLOG, HOUR_LONG_AND_BACKDATED -> {
                during(events, 60, 3_600, Happening.PAUSE, Happening.RESUME);
                speed = 4 * rate;
            }
            case ANYTHING -> anything(events, dice);
            default -> {}
        }
        return new Plan(this, rate, speed, 20 + dice.nextInt(1_000), events);
    }

    private void anything(List<Event> events, Random dice) {
        Happening[] all = Happening.values();
        for (int i = 0; i < 12; i++) {
            int second = dice.nextInt(seconds);
            switch (all[dice.nextInt(all.length)]) {
                case PAUSE, RESUME -> during(events, second, dice.nextInt(120), Happening.PAUSE, Happening.RESUME);
                case STICK, COME_LOOSE ->
                    during(events, second, dice.nextInt(200), Happening.STICK, Happening.COME_LOOSE);
                case ADMIN_GONE, ADMIN_BACK ->
                    during(events, second, dice.nextInt(90), Happening.ADMIN_GONE, Happening.ADMIN_BACK);
                case POLL_HELD, POLL_FREED ->
                    during(events, second, dice.nextInt(90), Happening.POLL_HELD, Happening.POLL_FREED);
                case RESTART -> at(events, second, Happening.RESTART);
                case LEAVE_AND_RETURN -> at(events, second, Happening.LEAVE_AND_RETURN);
                case SEEK_BACK -> at(events, second, Happening.SEEK_BACK);
                case RETENTION -> at(events, second, Happening.RETENTION);
                case MAKE_ANEW -> {
                    // Has a scenario of its own: with everything else at once nobody could say which log is meant.
                }
            }
        }
    }

    private static void during(List<Event> events, int second, int seconds, Happening begin, Happening end) {
        at(events, second, begin);
        at(events, second + seconds, end);
    }

    private static void at(List<Event> events, int second, Happening what) {
        events.add(new Event(second * 1_000L, what));
    }
}
