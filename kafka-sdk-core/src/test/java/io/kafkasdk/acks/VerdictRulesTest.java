package io.kafkasdk.acks;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static io.kafkasdk.acks.GuardFixture.facts;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictRulesTest {

    @Test
    void threeReplicasWithTwoNeededAreSafe() {
        AcksVerdict verdict = judge(facts("t", 2, healthy(1, 2, 3)));
        assertThat(verdict.kind()).isEqualTo(Kind.SAFE);
        assertThat(verdict.headroom()).isEqualTo(1);
        assertThat(verdict.summary())
                .isEqualTo("RF 3 and min.insync.replicas 2: an acknowledged record survives the loss of 1 broker, and "
                        + "writing goes on with 1 replica out");
        assertThat(verdict.cure()).isEmpty();
    }

    @Test
    void asManyNeededAsThereAreLeavesNoHeadroom() {
        AcksVerdict verdict = judge(facts("quakes-fragile", 2, healthy(3, 1)));
        assertThat(verdict.kind()).isEqualTo(Kind.NO_HEADROOM);
        assertThat(verdict.headroom()).isZero();
        assertThat(verdict.summary()).contains("RF 2 and min.insync.replicas 2", "one replica out", "KAFKA-15583");
        assertThat(verdict.cure())
                .contains("raise the replication factor of 'quakes-fragile' from 2 to 3")
                .contains("KafkaSdk.cureFor(\"quakes-fragile\") makes its JSON and the rollback")
                .contains("keep min.insync.replicas=2")
                .contains("acks=1 is no cure");
    }

    @Test
    void noHeadroomOnThreeReplicasIsCuredByASetting() {
        AcksVerdict verdict = judge(facts("t", 3, healthy(1, 2, 3)));
        assertThat(verdict.kind()).isEqualTo(Kind.NO_HEADROOM);
        assertThat(verdict.cure())
                .isEqualTo("kafka-configs.sh --bootstrap-server $BOOTSTRAP --alter --entity-type topics --entity-name t"
                        + " --add-config min.insync.replicas=2 (no data moves)");
    }

    @Test
    void oneNeededOfSeveralIsASingleCopy() {
        AcksVerdict verdict = judge(facts("t", 1, healthy(1, 2, 3)));
        assertThat(verdict.kind()).isEqualTo(Kind.SINGLE_COPY);
        assertThat(verdict.headroom()).isEqualTo(2);
        assertThat(verdict.cure()).contains("--add-config min.insync.replicas=2");
        // With two replicas the same setting would leave no headroom.
        assertThat(judge(facts("t", 1, healthy(1, 2))).cure()).startsWith("raise the replication factor");
    }

    @Test
    void oneReplicaIsNoRedundancyWhateverIsNeeded() {
        assertThat(judge(facts("t", 1, healthy(1))).kind()).isEqualTo(Kind.NO_REDUNDANCY);
        assertThat(judge(facts("t", 2, healthy(1))).kind()).isEqualTo(Kind.NO_REDUNDANCY);
        assertThat(judge(facts("t", 1, healthy(1))).cure()).contains("from 1 to 3", "min.insync.replicas=2");
    }

    @Test
    void moreNeededThanThereAreIsCappedOnBrokersThatCap() {
        AcksVerdict verdict = judge(facts("t", 3, healthy(1, 2)));
        assertThat(verdict.kind()).isEqualTo(Kind.NO_HEADROOM);
        assertThat(verdict.summary()).contains("min.insync.replicas 3 (which brokers cap at RF)");
    }

    @Test
    void moreNeededThanThereAreIsUnwritableOnOldBrokers() {
        TopicFacts old = GuardFixture.topic("t", facts("t", 3, healthy(1, 2)).partitions(), 3, false, false);
        AcksVerdict verdict = judge(old);
        assertThat(verdict.kind()).isEqualTo(Kind.UNWRITABLE);
        assertThat(verdict.headroom()).isEqualTo(-1);
        assertThat(verdict.summary()).contains("older than 3.7 and refuse every acks=all write");
    }

    @Test
    void theWeakestPartitionDecidesWhereTheyDiffer() {
        AcksVerdict verdict = judge(facts("t", 2, healthy(1, 2, 3), healthy(2, 3), healthy(1, 2, 3)));
        assertThat(verdict.kind()).isEqualTo(Kind.MIXED);
        assertThat(verdict.summary())
                .contains("RF 2 for partition 1, RF 3 for partition 0, 2")
                .contains("the weakest decides, NO_HEADROOM");
        assertThat(verdict.cure())
                .contains("give every partition of 't' 3 replicas")
                .contains("KafkaSdk.cureFor(\"t\") makes its JSON and the rollback");
        AcksVerdict larger = judge(facts("t", 3, healthy(1, 2, 3, 4), healthy(1, 2)));
        assertThat(larger.cure())
                .startsWith(
                        "first " + AcksCures.configure("t", "min.insync.replicas=2") + " (new replicas count at once")
                .contains("then give every partition of 't' 4 replicas")
                .endsWith(", then " + AcksCures.configure("t", "min.insync.replicas=3"));
    }

    @Test
    void theCureLowersTheMinimumBeforeReplicasAreAddedWhereItWouldStopWrites() {
        assertThat(judge(facts("t", 2, healthy(1))).cure())
                .startsWith("first " + AcksCures.configure("t", "min.insync.replicas=1"))
                .containsSubsequence("then raise the replication factor", "then", "min.insync.replicas=2");
        assertThat(judge(facts("t", 3, healthy(1, 2))).cure())
                .startsWith("first " + AcksCures.configure("t", "min.insync.replicas=2"))
                .contains("then raise the replication factor", "and keep min.insync.replicas=2");
        assertThat(judge(facts("t", 2, healthy(1, 2))).cure()).startsWith("raise");
    }

    @Test
    void whetherOldOrNewBrokersIsNotClaimedWhereTheyDoNotSay() {
        TopicFacts open = GuardFixture.topic(
                "t", facts("t", 3, healthy(1, 2)).partitions(), 3, false, TopicFacts.MinIsrCap.UNKNOWN);
        AcksVerdict verdict = judge(open);
        assertThat(verdict.kind()).isEqualTo(Kind.NO_HEADROOM);
        assertThat(verdict.summary())
                .contains("brokers since 3.7 cap at RF", "older ones refuse every acks=all write", "is not known");
        TopicFacts plain = GuardFixture.topic(
                "t", facts("t", 2, healthy(1, 2)).partitions(), 2, false, TopicFacts.MinIsrCap.UNKNOWN);
        assertThat(judge(plain).summary()).doesNotContain("3.7", "cap");
    }

    @Test
    void anUncleanElectionIsSaidBesideEveryVerdict() {
        TopicFacts unclean =
                GuardFixture.topic("t", facts("t", 2, healthy(1, 2, 3)).partitions(), 2, true, true);
        AcksVerdict verdict = judge(unclean);
        assertThat(verdict.kind()).isEqualTo(Kind.SAFE);
        assertThat(verdict.summary()).contains("acknowledged records can be lost on an unclean election");
        assertThat(verdict.cure()).contains("--add-config unclean.leader.election.enable=false");
    }

    @Test
    void theLiveStateIsPartOfTheSummary() {
        AcksVerdict refusing =
                judge(facts("quakes-fragile", 2, new Partition(List.of(3, 1), List.of(1)), healthy(1, 2)));
        assertThat(refusing.headroom()).isEqualTo(-1);
        assertThat(refusing.summary())
                .endsWith("right now it refuses acks=all writes to partition 0: partition quakes-fragile-0 has 1 of 2"
                        + " in-sync replicas [1]");
        AcksVerdict weakened = judge(facts("t", 2, new Partition(List.of(1, 2, 3), List.of(1, 2))));
        assertThat(weakened.headroom()).isZero();
        assertThat(weakened.summary()).endsWith("right now broker 3 is out of the ISR");
    }

    @Test
    void whatCouldNotBeReadIsUnknownAndNamesTheCallAndTheRight() {
        Diagnosis why = new Diagnosis(
                ErrorKind.UNAUTHORIZED,
                "describeConfigs failed for topic 't'",
                "the right DescribeConfigs is missing",
                "ask");
        AcksVerdict verdict = VerdictRules.judge(new TopicLookup.Unreadable("t", why), Silence.NONE);
        assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(verdict.headroom()).isEqualTo(AcksVerdict.UNKNOWN_HEADROOM);
        assertThat(verdict.summary()).contains("describeConfigs", "DescribeConfigs");
        assertThat(VerdictRules.judge(new TopicLookup.Missing("t"), Silence.NONE)
                        .kind())
                .isEqualTo(Kind.UNKNOWN);
    }

    private static AcksVerdict judge(TopicFacts facts) {
        return VerdictRules.judge(new TopicLookup.Found(facts), Silence.NONE);
    }
}
