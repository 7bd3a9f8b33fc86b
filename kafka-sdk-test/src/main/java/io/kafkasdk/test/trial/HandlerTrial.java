package io.kafkasdk.test.trial;

import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.guarantee.GuaranteeCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One trial of an application's own handler, under one fault: records are sent by a plain producer, two members or more
 * handle them, something breaks and is mended, and when all is committed the checks judge. See {@link HandlerTrialTest}.
 *
 * <p>Judged is what the members did with {@link TrialMember#handle}, what the brokers' logs hold at the end, and what was
 * committed when: nothing is lost; the order of each key is kept, without two attempts at the same time; no commit is ahead
 * of the work; each record is either done or in the dead letter topic; poison is there as it was, and nothing else; handling
 * goes on around the fault; and, where members tell what they own, no record comes again without need.
 *
 * <p><b>Threads</b>: for the thread of the test.
 *
 * <p><b>Lifecycle</b>: for one {@link #run}.
 *
 * <p><b>Guarantee</b>: what is told to be broken was broken in this run, with the records by name. What holds held in this
 * run only: the seed fixes what is sent and what breaks, not how threads and brokers interleave. Members live in the JVM of
 * the test; they leave by {@code close()} and are never killed.
 */
public final class HandlerTrial {

    private final KafkaCluster cluster;
    private final TrialPlan plan;
    private final List<GuaranteeCheck> more = new ArrayList<>();
    private final Set<String> without = new HashSet<>();
    private Values values = (number, key) -> ("record " + number).getBytes(StandardCharsets.UTF_8);
    private @Nullable LongFunction<byte[]> unreadable;
    private boolean wasRun;

    HandlerTrial(KafkaCluster cluster, TrialPlan plan) {
        this.cluster = cluster;
        this.plan = plan;
    }

    /** Makes what the handler is to handle. */
    @FunctionalInterface
    public interface Values {

        /**
         * Returns the serialized value of a record.
         *
         * @param number the how-manieth record, from 0
         * @param key its key, such as {@code key-17}
         */
        byte[] of(long number, String key);
    }

    /** What goes wrong in this run. */
    public TrialFault fault() {
        return plan.fault();
    }

    /** Sends these values; without it, the text {@code record 17}. All of them have to be values that the handler can do. */
    public HandlerTrial values(Values newValues) {
        values = newValues;
        return this;
    }

    /**
     * Sends these values as half of the poison: such that the application can neither read nor handle them, whatever the
     * number of the record. Without it all poison is refused in the handler's place.
     */
    public HandlerTrial poison(LongFunction<byte[]> newUnreadable) {
        unreadable = newUnreadable;
        return this;
    }

    /** Judges this too. */
    public HandlerTrial check(GuaranteeCheck check) {
        more.add(check);
        return this;
    }

    /**
     * Leaves out checks of promises that the application does not give, such as {@code OrderPerKey}.
     *
     * @param checks their names, which {@link #run} refuses when it knows no such check
     */
    public HandlerTrial without(String... checks) {
        without.addAll(List.of(checks));
        return this;
    }

    /**
     * Runs the trial: blocks for the time of the fault and of the handling, usually 10 to 25 s.
     *
     * @param start starts one member with the application's handler
     * @throws AssertionError when promises are broken: all of them, with records and their histories, and the seed
     * @throws IllegalStateException when the trial could not take place, because members do not start, handle or close, or
     *     because the cluster is not fit for it
     */
    public void run(MemberStart start) {
        if (wasRun) {
            throw new IllegalStateException("A trial runs once; annotate another test for another run");
        }
        wasRun = true;
        TrialTask task = new TrialTask(
                values, new PoisonRule(plan.fault().isPoisonous(), unreadable), Objects.requireNonNull(start));
        new TrialRun(cluster, plan, task).run(new TrialChecks(more, without));
    }

    boolean wasRun() {
        return wasRun;
    }
}
