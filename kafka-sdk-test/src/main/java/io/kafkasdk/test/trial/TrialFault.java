package io.kafkasdk.test.trial;

import java.time.Duration;
import java.util.Locale;

/** What breaks while a handler is on trial. */
public enum TrialFault {
    /**
     * A broker that leads partitions is killed and, once others lead in its place, started again. Needs three brokers. With
     * a cluster of the trial's own leaders move after 3 s.
     */
    BROKER_KILL(5, 20),

    /** Members join and leave all the time, for 10 s. They leave by {@code close()}: a JVM cannot kill a part of itself. */
    REBALANCE_STORM(10, 15),

    /** One record in 50 is poison: half of it cannot be read, half is refused in the handler's place, at each attempt. */
    POISON(3, 5),

    /** Poison as in {@link #POISON}, while each write to the dead letter topic takes half a second, for 6 s. Needs faulty links. */
    SLOW_DEAD_LETTERS(6, 5);

    private final Duration length;
    private final Duration silence;

    TrialFault(int lengthSeconds, int silenceSeconds) {
        this.length = Duration.ofSeconds(lengthSeconds);
        this.silence = Duration.ofSeconds(silenceSeconds);
    }

    /** Returns its name in ledgers and texts, such as {@code broker-kill}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** About how long it lasts; half of the records are sent in this time. */
    Duration length() {
        return length;
    }

    /** How long the whole group may handle nothing, though records wait. */
    Duration silence() {
        return silence;
    }

    boolean isPoisonous() {
        return this == POISON || this == SLOW_DEAD_LETTERS;
    }
}
