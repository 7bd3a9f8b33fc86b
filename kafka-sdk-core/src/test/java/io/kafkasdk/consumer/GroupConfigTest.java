package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.StartPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupConfigTest {

    private static final ClientTuning PROFILE = new ClientTuning(
            "TEST",
            List.of(
                    new TunedValue("fetch.min.bytes", "100", ""),
                    new TunedValue("max.poll.records", "4000", ""),
                    new TunedValue("session.timeout.ms", "30000", "")));

    private final ConsumerSettings<String, String> settings = ConsumerSettings.group(
                    "payments", new StringDeserializer(), new StringDeserializer())
            .topics("orders");

    @Test
    void theUsersWishesWinOverTheTuningAndTheSdkOverBoth() {
        Map<String, Object> config = config(settings.kafkaProperty("fetch.min.bytes", "7"));
        assertThat(config)
                .containsEntry("fetch.min.bytes", "7")
                .containsEntry("session.timeout.ms", "30000")
                .containsEntry("group.id", "payments")
                .containsEntry("client.id", "shop.payments")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("group.protocol", "classic")
                .containsEntry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    }

    @Test
    void theSettingsOwnTuningReplacesTheProfile() {
        assertThat(config(settings.tuning(new ClientTuning("NONE", List.of())))).doesNotContainKey("fetch.min.bytes");
    }

    @Test
    void underKip848TheClassicPropertiesOfTheTuningAreLeftOut() {
        assertThat(config(settings.kafkaProperty("group.protocol", "CONSUMER")))
                .doesNotContainKeys("session.timeout.ms", "partition.assignment.strategy")
                .containsEntry("fetch.min.bytes", "100");
    }

    @Test
    void theNewProtocolIsTakenWhereTheClusterOffersIt() {
        GroupConfig offered = of(settings, NewProtocol.OFFERED);
        assertThat(offered.toKafkaConfig())
                .containsEntry("group.protocol", "consumer")
                .doesNotContainKeys("session.timeout.ms", "partition.assignment.strategy");
        assertThat(offered.explain()
                        .property("session.timeout.ms")
                        .orElseThrow()
                        .why())
                .contains("30000 of TEST", "the brokers decide");
        assertThat(offered.warnings()).as("a profile is nobody's mistake").isEmpty();
        assertThat(of(settings, NewProtocol.UNANSWERED)
                        .explain()
                        .property("group.protocol")
                        .orElseThrow())
                .satisfies(property -> assertThat(property.value()).isEqualTo("classic"))
                .satisfies(property -> assertThat(property.why()).contains("did not say"));
    }

    @Test
    void whatOnlyTheClassicProtocolTakesKeepsItUnlessTheNewOneIsNamed() {
        ConsumerSettings<String, String> quick = settings.kafkaProperty("session.timeout.ms", "10000");
        GroupConfig automatic = of(quick, NewProtocol.OFFERED);
        assertThat(automatic.toKafkaConfig())
                .containsEntry("group.protocol", "classic")
                .containsEntry("session.timeout.ms", "10000");
        assertThat(automatic.explain().property("group.protocol").orElseThrow().why())
                .contains("session.timeout.ms");
        GroupConfig named = of(quick.kafkaProperty("group.protocol", "consumer"), NewProtocol.NOT_ASKED);
        assertThat(named.toKafkaConfig()).doesNotContainKey("session.timeout.ms");
        assertThat(named.warnings())
                .singleElement()
                .asString()
                .contains("payments", "session.timeout.ms", "group.protocol=consumer");
        assertThat(named.explain().property("session.timeout.ms").orElseThrow().why())
                .contains("10000 of the user");
    }

    @Test
    void theProtocolIsOpenBeforeTheStartUnlessTheUserDecidedIt() {
        GroupConfig open = of(settings, NewProtocol.NOT_ASKED);
        assertThat(open.isProtocolOpen()).isTrue();
        assertThat(open.explain().property("group.protocol").orElseThrow().why())
                .startsWith("decided at start");
        assertThat(of(settings.kafkaProperty("group.protocol", "classic"), NewProtocol.NOT_ASKED)
                        .isProtocolOpen())
                .isFalse();
        assertThat(of(settings.kafkaProperty("heartbeat.interval.ms", "1000"), NewProtocol.NOT_ASKED)
                        .isProtocolOpen())
                .isFalse();
    }

    @Test
    void theInstanceMakesTheMemberAStaticOne() {
        assertThat(config(settings.instance("pod-1"))).containsEntry("group.instance.id", "pod-1");
        assertThat(config(settings)).doesNotContainKey("group.instance.id");
    }

    @Test
    void onePollFitsIntoTheBudgetSeveralTimes() {
        assertThat(config(settings.limits(ConsumerLimits.DEFAULT.inFlight(5_000, 64L << 20))))
                .containsEntry("max.poll.records", 625);
        assertThat(config(settings.limits(GroupBench.limits(1, Duration.ZERO)))).containsEntry("max.poll.records", 1);
    }

    @Test
    void knowsWhichEndCounts() {
        assertThat(of(settings).isolation()).isEqualTo(IsolationLevel.READ_UNCOMMITTED);
        assertThat(of(settings.kafkaProperty("isolation.level", "read_committed"))
                        .isolation())
                .isEqualTo(IsolationLevel.READ_COMMITTED);
    }

    @Test
    void kafkaNeverMovesAPositionByItself() {
        assertThat(config(settings.startPosition(StartPosition.LATEST))).containsEntry("auto.offset.reset", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "max.poll.records=7", "group.protocol=consumer", "isolation.level=read_committed"})
    void everyPropertyIsExplainedWithTheValueThatKafkaUses(String wish) {
        ConsumerSettings<String, String> wishes = settings;
        if (!wish.isEmpty()) {
            String[] parts = wish.split("=", 2);
            wishes = settings.kafkaProperty(parts[0], parts[1]);
        }
        GroupConfig config = of(wishes);
        Map<String, ?> used = new ConsumerConfig(config.toKafkaConfig()).values();
        List<ExplainedProperty> explained = config.explain().properties();
        assertThat(explained)
                .extracting(ExplainedProperty::key)
                .containsExactlyInAnyOrderElementsOf(ConsumerConfig.configNames());
        assertThat(explained)
                .allSatisfy(one -> assertThat(one.value()).as(one.key()).isEqualTo(letters(used.get(one.key()))));
    }

    @Test
    void theBudgetThatLowersOnePollIsNamed() {
        assertThat(of(settings.limits(ConsumerLimits.DEFAULT.inFlight(5_000, 64L << 20)))
                        .explain()
                        .property("max.poll.records"))
                .contains(
                        new ExplainedProperty(
                                "max.poll.records",
                                "625",
                                Source.SDK,
                                "an eighth of maxInFlightRecords (5000), so that this bound can be kept; replaces 4000 of TEST"));
        assertThat(of(settings.kafkaProperty("max.poll.records", "7")).explain().property("max.poll.records"))
                .map(ExplainedProperty::source)
                .contains(Source.USER);
    }

    private static String letters(@Nullable Object used) {
        if (used instanceof Class<?> type) {
            return type.getName();
        }
        return used instanceof List<?> several
                ? several.stream().map(GroupConfigTest::letters).collect(Collectors.joining(","))
                : String.valueOf(used);
    }

    private static Map<String, Object> config(ConsumerSettings<?, ?> settings) {
        return of(settings).toKafkaConfig();
    }

    private static GroupConfig of(ConsumerSettings<?, ?> settings) {
        return of(settings, NewProtocol.NOT_OFFERED);
    }

    private static GroupConfig of(ConsumerSettings<?, ?> settings, NewProtocol offer) {
        return GroupConfig.of(
                new GroupConfig.Wishes(ClusterSettings.of("localhost:9092"), settings, PROFILE, "shop.payments"),
                offer);
    }

    @Test
    void aFetchAsksForNoMoreThanTheBudgetInBytesUnlessTheUserSaysSo() {
        ConsumerSettings<String, String> small = settings.limits(ConsumerLimits.DEFAULT.inFlight(1_000, 64L << 10));
        assertThat(config(small))
                .containsEntry("fetch.max.bytes", 64 << 10)
                .containsEntry("max.partition.fetch.bytes", 64 << 10);
        assertThat(config(small.kafkaProperty("fetch.max.bytes", "1000000")))
                .containsEntry("fetch.max.bytes", "1000000")
                .containsEntry("max.partition.fetch.bytes", 64 << 10);
        assertThat(config(settings)).doesNotContainKeys("fetch.max.bytes", "max.partition.fetch.bytes");
    }
}
