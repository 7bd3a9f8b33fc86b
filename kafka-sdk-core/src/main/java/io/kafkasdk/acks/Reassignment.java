package io.kafkasdk.acks;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * More replicas for partitions of one topic, in the format that {@code kafka-reassign-partitions.sh} reads, and the way
 * back to exactly the replicas of before.
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Guarantee:</b> equal facts make equal text. The current leader stays the first replica, those that are there stay,
 * and new ones follow. Leaders stay while Kafka copies. But a new replica counts as one from the first moment, copied or
 * not, and Kafka caps {@code min.insync.replicas} at their number: where that is larger than the replicas of before,
 * acks=all writes stop until enough are copied. So a plan lowers it first; run its steps in order.
 *
 * @param topic the topic, a legal Kafka name
 * @param moves the partitions that change, by number; others are not touched
 */
public record Reassignment(String topic, List<Move> moves) implements TopicCure.Step {

    /** Kafka's own rule. It leaves nothing that would need an escape in JSON or in a shell. */
    private static final Pattern LEGAL_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** A file name may have 255 bytes; a topic name nearly as many. */
    private static final int FILE_NAME_PART = 200;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when Kafka would not take the topic's name, or nothing moves
     */
    public Reassignment {
        if (!LEGAL_NAME.matcher(topic).matches()) {
            throw new IllegalArgumentException("'" + topic + "' is no name that Kafka takes for a topic");
        }
        moves = List.copyOf(moves);
        if (moves.isEmpty()) {
            throw new IllegalArgumentException("A reassignment of topic '" + topic + "' needs a partition to change");
        }
    }

    /**
     * The replicas of one partition, before and after.
     *
     * @param partition its number
     * @param before the ids of the brokers that hold it now, preferred leader first
     * @param after the ids of those that shall hold it, preferred leader first
     */
    public record Move(int partition, List<Integer> before, List<Integer> after) {

        /** Copies the lists. */
        public Move {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** Returns the ids of the brokers that get a new copy, in their order. */
        public List<Integer> added() {
            return after.stream().filter(id -> !before.contains(id)).toList();
        }
    }

    /** Returns the file for {@code --reassignment-json-file}, one line per partition. */
    public String json() {
        return json(Move::after);
    }

    /** Returns the file that undoes {@link #json()}: the replicas of before, in their order of before. */
    public String rollbackJson() {
        return json(Move::before);
    }

    /** Returns how many copies are made. */
    public int newReplicas() {
        return moves.stream().mapToInt(move -> move.added().size()).sum();
    }

    /** Returns what it does, in a few words. */
    @Override
    public String what() {
        List<Integer> brokers = moves.stream()
                .flatMap(move -> move.added().stream())
                .distinct()
                .sorted()
                .toList();
        return "copy " + newReplicas() + (newReplicas() == 1 ? " replica" : " replicas") + " of '" + topic
                + "' to brokers " + brokers + "; --throttle BYTES_PER_SECOND beside --execute spares the network,"
                + " and the last --verify takes the throttle off again";
    }

    /** Returns the commands that write {@link #json()} to a file of the working directory, execute and verify it. */
    @Override
    public String command() {
        return commands("reassign", json());
    }

    /** Returns the commands that undo {@link #command()}. */
    @Override
    public String rollbackCommand() {
        return commands("rollback", rollbackJson());
    }

    private String commands(String purpose, String json) {
        String file = purpose + "-" + topic.substring(0, Math.min(topic.length(), FILE_NAME_PART)) + ".json";
        String tool = "kafka-reassign-partitions.sh --bootstrap-server $BOOTSTRAP --reassignment-json-file " + file;
        return "cat > " + file + " <<'JSON'\n" + json + "JSON\n" + tool + " --execute\n" + tool
                + " --verify   # again, until every partition is completed";
    }

    private String json(Function<Move, List<Integer>> replicas) {
        return moves.stream()
                .map(move -> "{\"topic\":\"" + topic + "\",\"partition\":" + move.partition() + ",\"replicas\":"
                        + numbers(replicas.apply(move)) + "}")
                .collect(Collectors.joining(",\n", "{\"version\":1,\"partitions\":[\n", "\n]}\n"));
    }

    private static String numbers(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
