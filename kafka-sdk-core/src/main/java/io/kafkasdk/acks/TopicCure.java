package io.kafkasdk.acks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How acknowledged writes to one topic become safe: what the cluster's owner can paste, and how to undo it.
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Guarantee:</b> nothing was changed by asking. A plan holds for the topic and the brokers of that instant: ask
 * again rather than keep it for tomorrow. Broker loads other than those of this topic are not looked at.
 */
public sealed interface TopicCure {

    /** Returns what the guard found about the topic. */
    AcksVerdict verdict();

    /** Returns all of it for people: comments and commands for a shell, in the order to run them. */
    String text();

    /** One step of a plan. The commands expect {@code $BOOTSTRAP} to be the address of a broker. */
    sealed interface Step permits SettingChange, Reassignment {

        /** Returns what the step does, in a few words. */
        String what();

        /** Returns the shell command, or commands, one a line. */
        String command();

        /** Returns the shell command, or commands, that undo it. */
        String rollbackCommand();
    }

    /**
     * A setting of the topic to change; moves no data.
     *
     * @param topic the topic
     * @param name the Kafka key
     * @param from its value now; the rollback makes it the topic's own also where it was inherited from the brokers
     * @param to its new value
     */
    record SettingChange(String topic, String name, String from, String to) implements Step {

        @Override
        public String what() {
            return "change " + name + " of '" + topic + "' from " + from + " to " + to + " (no data moves)";
        }

        @Override
        public String command() {
            return AcksCures.configure(topic, name + "=" + to);
        }

        @Override
        public String rollbackCommand() {
            return AcksCures.configure(topic, name + "=" + from);
        }
    }

    /**
     * The topic's settings are as they should be. A replica may still be out: the verdict says so.
     *
     * @param verdict what the guard found
     */
    record NotNeeded(AcksVerdict verdict) implements TopicCure {

        @Override
        public String text() {
            return about(verdict) + "# Nothing to change.\n";
        }
    }

    /**
     * There is no way to make it safe with the brokers there are.
     *
     * @param verdict what the guard found
     * @param reason what is missing, and what to do about it
     */
    record NotPossible(AcksVerdict verdict, String reason) implements TopicCure {

        @Override
        public String text() {
            return about(verdict) + "# No plan: " + reason + ".\n";
        }
    }

    /**
     * Steps that make it safe. Each one is to be finished before the next begins.
     *
     * @param verdict what the guard found
     * @param steps what to do, first to last; never empty
     * @param absentBrokers the ids of brokers that the reassignment names and that are not up: it leaves their replicas
     *     where they are. Until they are back Kafka's tool refuses the file with "Unknown broker id"
     */
    record Plan(AcksVerdict verdict, List<Step> steps, List<Integer> absentBrokers) implements TopicCure {

        /** Copies the lists. */
        public Plan {
            steps = List.copyOf(steps);
            absentBrokers = List.copyOf(absentBrokers);
        }

        /** Returns the step that adds replicas, or empty where settings are enough. */
        public Optional<Reassignment> reassignment() {
            return steps.stream()
                    .filter(Reassignment.class::isInstance)
                    .map(Reassignment.class::cast)
                    .findFirst();
        }

        @Override
        public String text() {
            return about(verdict) + waiting() + weaker() + numbered(steps, "Step ", Step::command);
        }

        /** Returns the way back for people: the same steps undone, last first. */
        public String rollbackText() {
            List<Step> reversed = new ArrayList<>(steps);
            Collections.reverse(reversed);
            return waiting() + numbered(reversed, "Undo ", Step::rollbackCommand);
        }

        private String waiting() {
            return absentBrokers.isEmpty()
                    ? ""
                    : "# Brokers " + absentBrokers
                            + " hold replicas and are not up: kafka-reassign-partitions.sh refuses"
                            + " files that name them (Unknown broker id) until they are back.\n";
        }

        /** Says why a setting changes twice, and what that costs. */
        private String weaker() {
            List<SettingChange> changes = steps.stream()
                    .filter(SettingChange.class::isInstance)
                    .map(SettingChange.class::cast)
                    .filter(change -> change.name().equals(TopicCures.MIN_ISR))
                    .toList();
            if (changes.size() < 2) {
                return "";
            }
            String least = changes.get(0).to();
            return "# New replicas count at once, copied or not: with a larger min.insync.replicas than " + least
                    + " acks=all writes would stop until enough are copied. Until it is raised again an acknowledgement may"
                    + " stand on " + least + (least.equals("1") ? " copy" : " copies") + ", whatever the partition.\n";
        }

        private static String numbered(List<Step> steps, String title, Function<Step, String> command) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < steps.size(); i++) {
                text.append("# ").append(title).append(i + 1).append(" of ").append(steps.size());
                text.append(i == 0 ? ": " : ", only when the one before is done: ");
                text.append(steps.get(i).what()).append('\n');
                text.append(command.apply(steps.get(i))).append('\n');
            }
            return text.toString();
        }
    }

    private static String about(AcksVerdict verdict) {
        return "# Topic '" + verdict.topic() + "' is " + verdict.kind() + ": " + verdict.summary() + ".\n";
    }
}
