package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressFacts.StillPartition;
import io.kafkasdk.consumer.ProgressSource.FlowFacts;
import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.consumer.ProgressSource.WaitingRecord;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Words for each cause. Classes of exceptions are named, their messages never: handlers and parsers put payload into
 * them.
 */
final class StallTexts {

    private static final int MOST_NAMED = 10;

    private final String group;

    StallTexts(String group) {
        this.group = group;
    }

    Stall unreachable() {
        return stall(
                Stall.Cause.UNREACHABLE,
                "",
                new Diagnosis(
                        ErrorKind.UNREACHABLE,
                        "no broker can be reached, nothing is read and nothing is committed",
                        "no connection stands; addresses, the listener's security protocol, the network or the brokers",
                        "check the bootstrap servers, ClusterSettings.security(...) and the network; it goes on trying"));
    }

    Stall missing(List<String> topics) {
        return stall(
                Stall.Cause.TOPIC_MISSING,
                topics.toString(),
                new Diagnosis(
                        ErrorKind.TOPIC_MISSING,
                        "topics " + topics + " do not exist, so nothing is read from them",
                        "the cluster does not list them, or this user may not describe them",
                        "correct the names in ConsumerSettings.topics(...) or let the topics be created; they are picked up then"));
    }

    Stall blocked(RunningHandler handler, int more, ProgressFacts facts, long now) {
        Thread thread = handler.thread();
        ThreadSnapshot seen = facts.oldest();
        String cause;
        if (thread == null) {
            cause = "the stage of the asynchronous handler did not complete";
        } else {
            cause = seen == null ? "thread " + thread.getName() + " has not returned from it" : seen.text();
        }
        return stall(
                Stall.Cause.HANDLER_BLOCKED,
                handler.place(),
                new Diagnosis(
                        ErrorKind.TIMED_OUT,
                        "the handler of " + handler.place() + " has been running for "
                                + StallRules.seconds(handler.sinceNanos(), now)
                                + " s, and nothing above it is committed"
                                + others(more, "handler") + heldBack(facts.flow()),
                        cause,
                        thread == null
                                ? "complete the stage in every case, with a time limit on what it waits for"
                                : "give what the top of the stack waits for a time limit, or correct it; a restart handles the "
                                        + "record again"));
    }

    Stall waiting(WaitingRecord waiting, int more, FlowFacts flow, long now) {
        String since = " for " + StallRules.seconds(waiting.sinceNanos(), now) + " s";
        String rest = others(more, "record") + heldBack(flow);
        String tried = waiting.failureClass().isEmpty()
                ? "nobody tried it, because the records before it failed"
                : "attempt " + waiting.attempts() + " failed with " + waiting.failureClass();
        return switch (waiting.reason()) {
            case RETRY ->
                stall(
                        Stall.Cause.RETRYING,
                        waiting.place(),
                        new Diagnosis(
                                ErrorKind.UNEXPECTED,
                                waiting.place() + " has been tried again" + since
                                        + ", and nothing above it is committed" + rest,
                                tried,
                                "cure what the handler fails of, or give up such records: ConsumerSettings.failures(...) with a "
                                        + "limit of attempts"));
            case DEAD_LETTER -> deadLetter(waiting, since, rest);
            case CIRCUIT ->
                stall(
                        Stall.Cause.CIRCUIT_OPEN,
                        "",
                        new Diagnosis(
                                ErrorKind.UNEXPECTED,
                                "the circuit is open" + since + ": too many records failed in a row, " + waiting.place()
                                        + " is the first that waits" + rest,
                                tried,
                                "cure what all records fail of, such as a service that is down or a format that changed, then "
                                        + "ManagedConsumer.resume()"));
        };
    }

    private Stall deadLetter(WaitingRecord waiting, String since, String rest) {
        return stall(
                Stall.Cause.DEAD_LETTER,
                String.valueOf(waiting.deadLetterTopic()),
                new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        "the dead letter topic '" + waiting.deadLetterTopic() + "' has not taken "
                                + waiting.place() + since + "; its key waits, and nothing above it is committed"
                                + rest,
                        waiting.failureClass().isEmpty()
                                ? "the write is not answered"
                                : "the write failed with " + waiting.failureClass(),
                        "let the topic '" + waiting.deadLetterTopic()
                                + "' be created, made writable, or this user be allowed to write to it; the record "
                                + "goes there then"));
    }

    Stall commitRefused(String errorClass, long seconds) {
        return stall(
                Stall.Cause.COMMIT_REFUSED,
                "",
                new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        "no offset commit has been taken for " + seconds
                                + " s; records go on being handled, and after a restart they are handled again",
                        "the last one ended with " + errorClass,
                        "look at the group's coordinator (state of __consumer_offsets and its brokers), and whether this user "
                                + "may READ the group and its topics; it goes on trying"));
    }

    Stall notFetched(List<StillPartition> still, long seconds) {
        List<StillPartition> leaderless =
                still.stream().filter(StillPartition::leaderless).toList();
        boolean noLeader = !leaderless.isEmpty();
        return stall(
                Stall.Cause.NOT_FETCHED,
                "",
                new Diagnosis(
                        noLeader ? ErrorKind.NO_LEADER : ErrorKind.TIMED_OUT,
                        "assigned partitions bring no records though they are not paused and have more: "
                                + positions(still) + ", the first for " + seconds + " s",
                        noLeader
                                ? names(leaderless) + " have no leader as far as the client knows"
                                : "a leader that does not answer from here, a quota of the brokers, or a client that forgot to "
                                        + "fetch",
                        noLeader
                                ? "bring back the brokers that hold them; fetching goes on by itself"
                                : "look whether the partitions' leaders can be reached from here, and at the fetch quota; if "
                                        + "both are fine, restart this consumer"));
    }

    Stall unstable(long seconds) {
        return stall(
                Stall.Cause.GROUP_UNSTABLE,
                "",
                new Diagnosis(
                        ErrorKind.TIMED_OUT,
                        "this member has had no partitions and no settled place in the group for " + seconds + " s",
                        "the group does not come to an end with rebalancing: another member does not answer, members come and "
                                + "go, or the coordinator does not answer",
                        "look for the group's members with kafka-consumer-groups --describe --group " + group
                                + " --members --state; restart the one that hangs"));
    }

    Stall workLost(int inFlight) {
        return stall(
                Stall.Cause.WORK_LOST,
                "",
                new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        inFlight + " records are in flight, and nobody works on them",
                        "a fault of the SDK",
                        "report it with a thread dump, then restart the application; the records are handled again"));
    }

    Stall pollThread(ThreadSnapshot poller, long seconds) {
        return stall(
                Stall.Cause.POLL_THREAD,
                "",
                new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        "the poll thread has not come round for " + seconds
                                + " s, so nothing is read or committed, and the group will give its partitions to others",
                        poller.text(),
                        "if a method of a ConsumerListener is in the stack, let it do its work on another thread; if not, report "
                                + "the stack"));
    }

    Stall pollThreadEnded(String name) {
        return stall(
                Stall.Cause.POLL_THREAD,
                "ended",
                new Diagnosis(
                        ErrorKind.UNEXPECTED,
                        "the poll thread has ended though nobody closed the consumer",
                        "thread " + name + " is gone, its last log line tells why",
                        "report it, then start a new consumer"));
    }

    private Stall stall(Stall.Cause cause, String subject, Diagnosis why) {
        String what = "Consumer group '" + group + "': " + why.what();
        return new Stall(cause, subject, new Diagnosis(why.kind(), what, why.cause(), why.cure()));
    }

    private static String others(int more, String noun) {
        return more == 0 ? "" : "; so it is with " + more + " more " + noun + (more == 1 ? "" : "s");
    }

    private static String heldBack(FlowFacts flow) {
        return switch (flow.held()) {
            case NOTHING -> "";
            case BUDGET -> "; the budget of ConsumerSettings.limits(...) is spent by it, so nothing more is fetched";
            case METADATA_ROOM ->
                "; so many records are finished beyond it that the commit cannot remember more, so nothing more is "
                        + "fetched of its partition";
        };
    }

    private static String positions(List<StillPartition> still) {
        return still.stream()
                        .limit(MOST_NAMED)
                        .map(StillPartition::facts)
                        .map(StallTexts::position)
                        .collect(Collectors.joining(", "))
                + more(still.size());
    }

    private static String position(PartitionFacts facts) {
        String end = facts.behind() == PartitionFacts.UNKNOWN ? "end unknown" : facts.behind() + " behind the end";
        String position = facts.position() == PartitionFacts.UNKNOWN ? "position unknown" : "at " + facts.position();
        return facts.partition() + " " + position + " (" + end + ")";
    }

    private static String names(List<StillPartition> still) {
        return still.stream()
                        .limit(MOST_NAMED)
                        .map(one -> one.facts().partition().toString())
                        .collect(Collectors.joining(", "))
                + more(still.size());
    }

    private static String more(int size) {
        return size <= MOST_NAMED ? "" : " and " + (size - MOST_NAMED) + " more";
    }
}
