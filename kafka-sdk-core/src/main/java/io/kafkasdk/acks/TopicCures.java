package io.kafkasdk.acks;

import io.kafkasdk.acks.LiveLooks.Look;
import io.kafkasdk.acks.Reassignment.Move;
import io.kafkasdk.acks.TopicCure.NotNeeded;
import io.kafkasdk.acks.TopicCure.NotPossible;
import io.kafkasdk.acks.TopicCure.Plan;
import io.kafkasdk.acks.TopicCure.SettingChange;
import io.kafkasdk.acks.TopicCure.Step;
import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the state of a topic and the brokers to a cure. Asks the cluster anew each time, and remembers nothing. */
final class TopicCures {

    static final String MIN_ISR = "min.insync.replicas";

    private final ClusterView view;
    private final LongSupplier nanoClock;

    TopicCures(ClusterView view, LongSupplier nanoClock) {
        this.view = view;
        this.nanoClock = nanoClock;
    }

    /**
     * Blocks up to the limit.
     *
     * @throws KafkaSdkException when the topic or the brokers could not be read
     */
    TopicCure of(String topic, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        // A look of its own: the topic may be none that is in use, and must not become one by asking.
        LiveLooks looks = new LiveLooks(view, nanoClock);
        looks.renew(List.of(topic), Duration.ZERO, limit);
        Look look = Objects.requireNonNull(looks.last(topic), "each topic gets an answer");
        TopicFacts facts = found(topic, look);
        boolean grows = facts.replicationFactor() < AcksCures.wantedReplication(facts);
        return of(facts, grows ? view.brokers(deadline.remaining()) : List.of());
    }

    /** From facts alone; the brokers matter only where replicas are added. */
    static TopicCure of(TopicFacts facts, List<Broker> live) {
        AcksVerdict verdict = VerdictRules.judge(new TopicLookup.Found(facts), Silence.NONE);
        int replication = AcksCures.wantedReplication(facts);
        List<Step> steps = new ArrayList<>();
        List<Integer> absent = List.of();
        if (facts.replicationFactor() < replication) {
            Optional<List<Move>> moves = ReplicaPlan.of(facts, live, replication);
            if (moves.isEmpty()) {
                return new NotPossible(verdict, tooFew(facts, live, replication));
            }
            steps.add(new Reassignment(facts.name(), moves.get()));
            absent = absent(moves.get().stream().map(Move::before), live);
        }
        addMinInsyncReplicas(facts, steps);
        if (facts.uncleanElection()) {
            steps.add(change(facts, "unclean.leader.election.enable", true, false));
        }
        return steps.isEmpty() ? new NotNeeded(verdict) : new Plan(verdict, steps, absent);
    }

    /** To ask for less is right at once; to ask for more before the replicas are there would stop writes. */
    private static void addMinInsyncReplicas(TopicFacts facts, List<Step> steps) {
        int now = facts.minInsyncReplicas();
        int meanwhile = AcksCures.minInsyncReplicasMeanwhile(facts);
        int wanted = AcksCures.wantedMinInsyncReplicas(facts);
        if (now != meanwhile) {
            steps.add(0, change(facts, MIN_ISR, now, meanwhile));
        }
        if (meanwhile != wanted) {
            steps.add(change(facts, MIN_ISR, meanwhile, wanted));
        }
    }

    private static Step change(TopicFacts facts, String setting, Object from, Object to) {
        return new SettingChange(facts.name(), setting, from.toString(), to.toString());
    }

    private static String tooFew(TopicFacts facts, List<Broker> live, int replication) {
        List<Integer> absent = absent(facts.partitions().stream().map(PartitionFacts::replicas), live);
        String up = live.stream().map(broker -> String.valueOf(broker.id())).collect(Collectors.joining(", "));
        String cure = absent.isEmpty() ? "add a broker" : "bring back brokers " + absent + ", or add one";
        return replication + " replicas of each partition of '" + facts.name()
                + "' need as many brokers, but up are only " + live.size() + (up.isEmpty() ? "" : " (" + up + ")")
                + ": " + cure;
    }

    private static List<Integer> absent(Stream<List<Integer>> replicas, List<Broker> live) {
        return replicas.flatMap(List::stream)
                .filter(id -> live.stream().noneMatch(broker -> broker.id() == id))
                .distinct()
                .sorted()
                .toList();
    }

    private static TopicFacts found(String topic, Look look) {
        if (look.lookup() instanceof TopicLookup.Found found) {
            return found.facts();
        }
        String what = "No cure for topic '" + topic + "' can be worked out";
        if (look.lookup() instanceof TopicLookup.Unreadable unreadable) {
            Diagnosis why = unreadable.diagnosis();
            throw failure(why.kind(), what, why.what() + ": " + why.cause(), why.cure());
        }
        AcksVerdict verdict = VerdictRules.judge(look.lookup(), Silence.NONE);
        String hint = look.nearest() == null ? "" : "did you mean '" + look.nearest() + "'? Otherwise ";
        throw failure(ErrorKind.TOPIC_MISSING, what, verdict.summary(), hint + verdict.cure());
    }

    private static KafkaSdkException failure(ErrorKind kind, String what, String cause, String cure) {
        return new KafkaSdkException(new Diagnosis(kind, what, cause, cure), null);
    }
}
