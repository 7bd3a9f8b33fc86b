package io.kafkasdk.samples.quickstart;

import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the run came to.
 *
 * @param wanted records that the main topic should have been sent
 * @param topics the books of each topic, the main one first
 * @param outage what came of the kill, null where nothing was killed
 * @param drained whether the logs were read to their ends
 * @param elapsed how long the run took
 */
record Summary(
        int wanted, List<TopicResult> topics, Outage.@Nullable Report outage, boolean drained, Duration elapsed) {

    /** Copies the list. */
    Summary {
        topics = List.copyOf(topics);
    }

    /**
     * The books of one topic.
     *
     * @param name the topic
     * @param counts its books
     * @param failures its failed sends, null when there were none
     * @param phases what was sent before, during and after the outage; empty where there was none
     */
    record TopicResult(String name, Ledger.Counts counts, Board.@Nullable Failures failures, List<Phase> phases) {

        /** Copies the list. */
        TopicResult {
            phases = List.copyOf(phases);
        }
    }

    /**
     * A part of the run, told from the others by when records were sent, not by when they were acknowledged.
     *
     * @param name when it was
     * @param sent how many records were sent then
     * @param acked how many of these were acknowledged sooner or later
     */
    record Phase(String name, int sent, int acked) {}

    /**
     * Something that was promised.
     *
     * @param text what
     * @param kept whether it held
     */
    record Promise(String text, boolean kept) {}

    static Summary of(
            int wanted, List<Channel> channels, Outage.@Nullable Report outage, Board board, boolean drained) {
        String fragile = channels.get(channels.size() - 1).topic();
        List<TopicResult> topics = channels.stream()
                .map(channel -> new TopicResult(
                        channel.topic(),
                        channel.ledger().counts(),
                        board.failuresOn(channel.topic()),
                        channel.topic().equals(fragile) ? phases(channel.ledger(), outage) : List.of()))
                .toList();
        return new Summary(wanted, topics, outage, drained, board.elapsed());
    }

    private static List<Phase> phases(Ledger ledger, Outage.@Nullable Report outage) {
        if (outage == null) {
            return List.of();
        }
        int sent = ledger.counts().sent();
        return List.of(
                phase("before the kill", ledger, 0, outage.sentBefore()),
                phase("while broker " + outage.broker() + " was out", ledger, outage.sentBefore(), outage.sentBack()),
                phase("after its return", ledger, outage.sentBack(), sent));
    }

    private static Phase phase(String name, Ledger ledger, int from, int to) {
        return new Phase(name, to - from, ledger.ackedBetween(from, to));
    }

    /** Returns 0 when every promise was kept, else 1. */
    int exitCode() {
        return promises().stream().allMatch(Promise::kept) ? 0 : 1;
    }

    List<Promise> promises() {
        TopicResult main = topics.get(0);
        List<Promise> promises = new ArrayList<>();
        boolean allAcked = main.counts().sent() == wanted && main.counts().acked() == wanted;
        promises.add(new Promise(main.name() + ": every record sent was acknowledged", allAcked));
        boolean noneLost = sum(Ledger.Counts::lost) == 0;
        promises.add(new Promise("Every acknowledged record was consumed: lost " + sum(Ledger.Counts::lost), noneLost));
        boolean noneTwice = drained && sum(Ledger.Counts::duplicates) == 0;
        promises.add(new Promise(
                "No record is in the log twice: duplicates " + sum(Ledger.Counts::duplicates)
                        + (drained ? "" : ", but a log was not read to its end"),
                noneTwice));
        if (outage != null) {
            TopicResult fragile = topics.get(1);
            promises.add(
                    new Promise("NO_HEADROOM on " + fragile.name() + " was said before the kill", outage.warned()));
            promises.add(new Promise(
                    "Every send to " + fragile.name() + " that failed while broker " + outage.broker()
                            + " was out names the short ISR and a cure",
                    namesShortIsr(outage.failures())));
        }
        return promises;
    }

    private int sum(ToIntFunction<Ledger.Counts> count) {
        return topics.stream()
                .mapToInt(topic -> count.applyAsInt(topic.counts()))
                .sum();
    }

    private static boolean namesShortIsr(Board.@Nullable Failures failures) {
        return failures != null
                && failures.byKind().keySet().stream().allMatch(kind -> kind == ErrorKind.SHORT_ISR)
                && failures.cured();
    }
}
