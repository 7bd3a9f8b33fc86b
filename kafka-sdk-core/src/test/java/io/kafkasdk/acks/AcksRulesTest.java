package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksVerdict.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcksRulesTest {

    @Test
    void warnsOfEverythingUnsafeAndRefusesTheUnwritable() {
        assertThat(AcksRules.DEFAULT.policyFor(verdict("t", Kind.NO_HEADROOM))).isEqualTo(AcksPolicy.WARN);
        assertThat(AcksRules.DEFAULT.policyFor(verdict("t", Kind.UNKNOWN))).isEqualTo(AcksPolicy.WARN);
        assertThat(AcksRules.DEFAULT.policyFor(verdict("t", Kind.UNWRITABLE))).isEqualTo(AcksPolicy.FAIL);
    }

    @Test
    void neverActsOnASafeTopic() {
        AcksRules strict = AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL).withTopics("*", AcksPolicy.FAIL);
        assertThat(strict.policyFor(verdict("t", Kind.SAFE))).isEqualTo(AcksPolicy.OBSERVE);
    }

    @Test
    void aPolicyForAllLeavesTheUnwritableRefused() {
        AcksRules lax = AcksRules.DEFAULT.withPolicy(AcksPolicy.OBSERVE);
        assertThat(lax.policyFor(verdict("t", Kind.SINGLE_COPY))).isEqualTo(AcksPolicy.OBSERVE);
        assertThat(lax.policyFor(verdict("t", Kind.UNWRITABLE))).isEqualTo(AcksPolicy.FAIL);
        AcksRules laxer = lax.withPolicy(Kind.UNWRITABLE, AcksPolicy.WARN);
        assertThat(laxer.policyFor(verdict("t", Kind.UNWRITABLE))).isEqualTo(AcksPolicy.WARN);
    }

    @Test
    void theFirstTopicPatternThatMatchesWins() {
        AcksRules rules =
                AcksRules.DEFAULT.withTopics("audit-*", AcksPolicy.FAIL).withTopics("audit-test-*", AcksPolicy.OBSERVE);
        assertThat(rules.policyFor(verdict("audit-test-1", Kind.NO_HEADROOM))).isEqualTo(AcksPolicy.FAIL);
        assertThat(rules.policyFor(verdict("orders", Kind.NO_HEADROOM))).isEqualTo(AcksPolicy.WARN);
    }

    @Test
    void theFirstDurabilityPatternThatMatchesWins() {
        AcksRules rules = AcksRules.DEFAULT
                .withDurability("logs-audit-*", Durability.ALL)
                .withDurability("logs-*", Durability.LEADER);
        assertThat(rules.declaredFor("logs-audit-1")).isEqualTo(Durability.ALL);
        assertThat(rules.declaredFor("logs-app")).isEqualTo(Durability.LEADER);
        assertThat(rules.declaredFor("orders")).isEqualTo(Durability.ALL);
        assertThat(rules.durabilityFor(verdict("logs-app", Kind.SAFE))).isEqualTo(Durability.LEADER);
        assertThat(rules.durabilityFor(verdict("logs-app", Kind.UNKNOWN))).isEqualTo(Durability.LEADER);
    }

    @Test
    void aTopicDeclaredToNeedAllAcksIsNeverWeakenedByItsVerdict() {
        AcksRules rules = AcksRules.DEFAULT.withPolicy(AcksPolicy.LEADER_ACK).withDurability("audit-*", Durability.ALL);
        assertThat(rules.durabilityFor(verdict("audit-log", Kind.NO_HEADROOM))).isEqualTo(Durability.ALL);
        assertThat(rules.durabilityFor(verdict("orders", Kind.NO_HEADROOM))).isEqualTo(Durability.LEADER);
        assertThat(rules.durabilityFor(verdict("orders", Kind.UNKNOWN))).isEqualTo(Durability.ALL);
        assertThat(rules.durabilityFor(verdict("orders", Kind.SAFE))).isEqualTo(Durability.ALL);
    }

    @Test
    void leaderAcksAreAllowedByEachOfTheThreeWays() {
        assertThat(AcksRules.DEFAULT.allowLeaderAcks()).isFalse();
        assertThat(AcksRules.DEFAULT.withDurability("*", Durability.ALL).allowLeaderAcks())
                .isFalse();
        assertThat(AcksRules.DEFAULT.withDurability("a", Durability.LEADER).allowLeaderAcks())
                .isTrue();
        assertThat(AcksRules.DEFAULT.withTopics("a", AcksPolicy.LEADER_ACK).allowLeaderAcks())
                .isTrue();
        assertThat(AcksRules.DEFAULT
                        .withPolicy(Kind.NO_HEADROOM, AcksPolicy.LEADER_ACK)
                        .allowLeaderAcks())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "audit-*, audit-log, true",
        "audit-*, audit-, true",
        "audit-*, audit, false",
        "*, anything, true",
        "*-log, audit-log, true",
        "*-log, audit-log-2, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "orders, orders, true",
        "orders, orders2, false",
        "a.c, abc, false"
    })
    void starsAndQuestionMarksAreTheOnlyWildcards(String pattern, String topic, boolean matches) {
        assertThat(TopicGlob.matches(pattern, topic)).isEqualTo(matches);
    }

    private static AcksVerdict verdict(String topic, Kind kind) {
        return new AcksVerdict(topic, kind, 0, "summary", "cure");
    }
}
