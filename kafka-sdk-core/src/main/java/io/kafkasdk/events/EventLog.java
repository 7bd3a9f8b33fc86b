package io.kafkasdk.events;

import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.tuning.TuningListener;
import java.util.function.LongSupplier;

/**
 * Writes what changes to the log, as events with the keys of {@link EventNames}: listens to what producers, consumers and
 * the guard publish. Transitions only, at most one line a minute for each subject and severity; docs/events.md lists them.
 * Off where the level of the logger {@value EventNames#LOGGER} is above INFO and WARN.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> {@link #close()} writes what is held back; what is told later is limited as before.
 *
 * <p><b>Guarantee:</b> no key, value or header of a record is in it, nor a message of an exception.
 */
public final class EventLog implements AutoCloseable {

    private final EventGate gate;
    private final CommitStory commits;
    private final ConsumerStory consumers;
    private final SendStory sends;
    private final TuningStory tuning;
    private final VerdictStory verdicts;

    /**
     * Makes an event log that has written nothing yet.
     *
     * @param cluster the alias of the cluster, in every event
     * @param nanoClock monotonic time in nanoseconds
     */
    public EventLog(String cluster, LongSupplier nanoClock) {
        this.gate = new EventGate(cluster, nanoClock);
        this.commits = new CommitStory(gate, nanoClock);
        this.consumers = new ConsumerStory(gate, commits);
        this.sends = new SendStory(gate);
        this.tuning = new TuningStory(gate);
        this.verdicts = new VerdictStory(gate);
    }

    /** Returns what producers tell their sends to. */
    public SendListener sends() {
        return sends;
    }

    /** Returns what consumers tell their work to. */
    public ConsumerListener consumers() {
        return consumers;
    }

    /** Returns what the advisor on settings tells its steps to. */
    public TuningListener tuning() {
        return tuning;
    }

    /** Returns what the guard tells its verdicts to. */
    public VerdictListener verdicts() {
        return verdicts;
    }

    /** Writes what was held back for a minute, and what is over; to be called about once a second. */
    public void writeDue() {
        commits.look();
        gate.writeDue();
    }

    /** Writes what is held back. Twice is fine. */
    @Override
    public void close() {
        gate.writeAll();
    }
}
