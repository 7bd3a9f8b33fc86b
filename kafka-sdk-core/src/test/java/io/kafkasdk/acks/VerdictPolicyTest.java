package io.kafkasdk.acks;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.cluster.TopicLookup;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Every verdict under every policy: is it logged, is it refused, and how is the topic written. */
class VerdictPolicyTest {

    private final GuardFixture fixture = new GuardFixture();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcksGuard.class);

    @BeforeEach
    void fillTheClusterAndListenToTheLog() {
        fixture.topic("safe", 2, healthy(1, 2, 3))
                .topic("no_headroom", 2, healthy(1, 2))
                .topic("single_copy", 1, healthy(1, 2))
                .topic("no_redundancy", 1, healthy(1))
                .topic("mixed", 2, healthy(1, 2, 3), healthy(1, 2));
        fixture.cluster.put(
                "unwritable",
                new TopicLookup.Found(GuardFixture.topic(
                        "unwritable",
                        GuardFixture.facts("unwritable", 3, healthy(1, 2)).partitions(),
                        3,
                        false,
                        false)));
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(appender);
    }

    @ParameterizedTest
    @CsvSource({
        // verdict, policy, warned, refused, durability
        "SAFE, OBSERVE, false, false, ALL",
        "SAFE, WARN, false, false, ALL",
        "SAFE, FAIL, false, false, ALL",
        "SAFE, LEADER_ACK, false, false, ALL",
        "NO_HEADROOM, OBSERVE, false, false, ALL",
        "NO_HEADROOM, WARN, true, false, ALL",
        "NO_HEADROOM, FAIL, true, true, ALL",
        "NO_HEADROOM, LEADER_ACK, true, false, LEADER",
        "SINGLE_COPY, OBSERVE, false, false, ALL",
        "SINGLE_COPY, WARN, true, false, ALL",
        "SINGLE_COPY, FAIL, true, true, ALL",
        "SINGLE_COPY, LEADER_ACK, true, false, LEADER",
        "NO_REDUNDANCY, OBSERVE, false, false, ALL",
        "NO_REDUNDANCY, WARN, true, false, ALL",
        "NO_REDUNDANCY, FAIL, true, true, ALL",
        "NO_REDUNDANCY, LEADER_ACK, true, false, LEADER",
        "UNWRITABLE, OBSERVE, false, false, ALL",
        "UNWRITABLE, WARN, true, false, ALL",
        "UNWRITABLE, FAIL, true, true, ALL",
        "UNWRITABLE, LEADER_ACK, true, false, LEADER",
        "MIXED, OBSERVE, false, false, ALL",
        "MIXED, WARN, true, false, ALL",
        "MIXED, FAIL, true, true, ALL",
        "MIXED, LEADER_ACK, true, false, LEADER",
        "UNKNOWN, OBSERVE, false, false, ALL",
        "UNKNOWN, WARN, true, false, ALL",
        "UNKNOWN, FAIL, true, true, ALL",
        "UNKNOWN, LEADER_ACK, true, false, ALL"
    })
    void eachPolicyDoesTheSameToEachVerdict(
            Kind kind, AcksPolicy policy, boolean warned, boolean refused, Durability durability) {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withPolicy(kind, policy));
        String topic = kind.name().toLowerCase(Locale.ROOT);
        guard.safetyOf(topic);
        fixture.runBackground();
        TopicSafety safety = guard.safetyOf(topic);
        assertThat(safety.verdict().kind()).isEqualTo(kind);
        assertThat(safety.refusal() != null).isEqualTo(refused);
        assertThat(safety.durability()).isEqualTo(durability);
        assertThat(lines(Level.WARN)).hasSize(warned ? 1 : 0);
        assertThat(lines(Level.WARN).stream().anyMatch(line -> line.contains("guarded producers write it with acks=1")))
                .isEqualTo(durability == Durability.LEADER);
        assertThat(fixture.told).hasSize(1);
        guard.refresh();
        assertThat(lines(Level.WARN)).hasSize(warned ? 1 : 0);
        assertThat(lines(Level.INFO)).isEmpty();
    }

    @Test
    void theWarningUnderLeaderAckSaysWhatItCosts() {
        fixture.guard(AcksRules.DEFAULT.withTopics("no_*", AcksPolicy.LEADER_ACK))
                .preflight(List.of("no_headroom"));
        assertThat(lines(Level.WARN))
                .singleElement()
                .asString()
                .startsWith("Topic 'no_headroom' is NO_HEADROOM: RF 2 and min.insync.replicas 2")
                .contains(
                        "By the policy LEADER_ACK guarded producers write it with acks=1: an acknowledged record is lost if the"
                                + " leader dies before another replica has it, retries may write it twice, and while the ISR is"
                                + " short consumers do not see it (KAFKA-15583). Cure: ");
    }

    @Test
    void aTopicThatBecomesSafeIsWrittenWithAllAcksAgainAndTheLogSaysSo() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.LEADER_ACK));
        guard.preflight(List.of("no_headroom"));
        fixture.topic("no_headroom", 2, healthy(1, 2, 3));
        guard.refresh();
        assertThat(guard.safetyOf("no_headroom").durability()).isEqualTo(Durability.ALL);
        assertThat(lines(Level.INFO))
                .singleElement()
                .asString()
                .startsWith("Topic 'no_headroom' is SAFE now, it was NO_HEADROOM")
                .endsWith("guarded producers write it with acks=all again");
    }

    @Test
    void aDeclaredLeaderDurabilityIsSaidOnceAtTheFirstLook() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withDurability("sa*", Durability.LEADER));
        guard.preflight(List.of("safe"));
        guard.refresh();
        assertThat(guard.safetyOf("safe").durability()).isEqualTo(Durability.LEADER);
        assertThat(lines(Level.WARN)).isEmpty();
        assertThat(lines(Level.INFO))
                .singleElement()
                .asString()
                .startsWith(
                        "Guarded producers write topic 'safe' with acks=1, as declared for it: an acknowledged record is lost");
    }

    @Test
    void aDeclaredLeaderDurabilityHoldsBeforeTheFirstLook() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withDurability("logs-*", Durability.LEADER));
        assertThat(guard.safetyOf("logs-app").durability()).isEqualTo(Durability.LEADER);
        assertThat(guard.safetyOf("orders").durability()).isEqualTo(Durability.ALL);
    }

    @Test
    void aRefusalEndsAtTheLookThatFindsTheTopicCured() {
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
        guard.safetyOf("no_headroom");
        fixture.runBackground();
        assertThat(guard.safetyOf("no_headroom").refusal()).isNotNull();
        fixture.topic("no_headroom", 1, healthy(1, 2, 3));
        guard.refresh();
        assertThat(guard.safetyOf("no_headroom").refusal()).isNotNull();
        fixture.topic("no_headroom", 2, healthy(1, 2, 3));
        guard.refresh();
        assertThat(guard.safetyOf("no_headroom").refusal()).isNull();
    }

    private List<String> lines(Level level) {
        return appender.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
