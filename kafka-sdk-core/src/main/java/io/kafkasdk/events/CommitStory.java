package io.kafkasdk.events;

import io.kafkasdk.events.Event.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whether the commits of a group are taken. Several members of a group may be in this process, and nobody tells whose
 * commit it was: one of them may fail while another does not. So a commit that is taken ends the trouble only after no other
 * one failed for {@value #CALM_MINUTES} minutes, which is longer than two tries of the same member are apart.
 */
final class CommitStory {

    private static final long CALM_MINUTES = 2;
    private static final long CALM_NANOS = Duration.ofMinutes(CALM_MINUTES).toNanos();

    private final EventGate gate;
    private final LongSupplier nanoClock;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

    CommitStory(EventGate gate, LongSupplier nanoClock) {
        this.gate = gate;
        this.nanoClock = nanoClock;
    }

    /**
     * A group whose commits fail.
     *
     * @param failedNanos when the last one failed
     * @param hasTaken whether one was taken since
     */
    private record Trouble(long failedNanos, boolean hasTaken) {}

    void failed(String group) {
        if (troubles.put(group, new Trouble(nanoClock.getAsLong(), false)) == null) {
            gate.besideProse(
                    Severity.WARN,
                    Subject.group(EventNames.COMMIT_FAILING, group),
                    () -> Event.of("Group '" + group + "': commits fail"));
        }
    }

    void taken(String group) {
        Trouble trouble = troubles.get(group);
        if (trouble != null && !trouble.hasTaken) {
            troubles.replace(group, trouble, new Trouble(trouble.failedNanos, true));
        }
    }

    /** A member of the group is gone; if another one is in trouble too, its next commit tells. */
    void gone(String group) {
        troubles.remove(group);
    }

    /** Tells whose trouble is over; to be called about once a second. */
    void look() {
        long now = nanoClock.getAsLong();
        troubles.forEach((group, trouble) -> {
            if (trouble.hasTaken && now - trouble.failedNanos >= CALM_NANOS && troubles.remove(group, trouble)) {
                gate.besideProse(
                        Severity.INFO,
                        Subject.group(EventNames.COMMIT_BACK, group),
                        () -> Event.of("Group '" + group + "': commits are taken again"));
            }
        });
    }
}
