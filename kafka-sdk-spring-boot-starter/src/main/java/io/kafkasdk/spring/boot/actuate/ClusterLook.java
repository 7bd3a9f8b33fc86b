package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.consumer.AdoptedConsumer;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import io.kafkasdk.spring.boot.actuate.ClusterView.Connection;
import io.kafkasdk.tuning.TuningReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at one cluster. Never blocks.
 *
 * @param sdk what is looked at
 * @param names the names of the declared consumers, by group
 */
record ClusterLook(KafkaSdk sdk, Map<String, String> names) {

    ClusterView view(Connection connection) {
        return new ClusterView(
                sdk.cluster(),
                sdk.application(),
                connection,
                producers(),
                topics(),
                consumers(),
                sharedConsumers(),
                groups());
    }

    private List<ClusterView.Producer> producers() {
        Map<String, TuningReport> tuning = sdk.tuningReports().stream()
                .collect(Collectors.toMap(TuningReport::clientId, report -> report, (one, other) -> other));
        Stream<ClusterView.Producer> plain =
                sdk.producers().stream().map(one -> plain(one.clientId(), tuning.get(one.clientId())));
        Stream<ClusterView.Producer> transactional = sdk.transactionalProducers().stream()
                .map(one -> new ClusterView.Producer(
                        one.clientId(),
                        ClusterView.Producer.Kind.TRANSACTIONAL,
                        one.transactionalId(),
                        List.of(),
                        null));
        Stream<ClusterView.Producer> adopted = sdk.adoptedProducers().stream()
                .map(one -> new ClusterView.Producer(
                        one.clientId(), ClusterView.Producer.Kind.ADOPTED, null, List.of(), null));
        return Stream.of(plain, transactional, adopted)
                .flatMap(producers -> producers)
                .sorted(Comparator.comparing(ClusterView.Producer::clientId))
                .toList();
    }

    private static ClusterView.Producer plain(String clientId, @Nullable TuningReport report) {
        return new ClusterView.Producer(
                clientId,
                ClusterView.Producer.Kind.PLAIN,
                null,
                report == null ? List.of() : report.advice(),
                report == null ? null : TuningView.of(report));
    }

    private List<ClusterView.Topic> topics() {
        return sdk.verdicts().stream()
                .sorted(Comparator.comparing(AcksVerdict::topic))
                .map(verdict -> new ClusterView.Topic(
                        verdict.topic(),
                        verdict.kind(),
                        verdict.headroom() == AcksVerdict.UNKNOWN_HEADROOM ? null : verdict.headroom(),
                        verdict.summary(),
                        verdict.cure()))
                .toList();
    }

    private List<ConsumerView> consumers() {
        return Stream.concat(
                        sdk.consumers().stream().map(this::consumer),
                        sdk.adoptedConsumers().stream().map(this::consumer))
                .sorted(Comparator.comparing(ConsumerView::clientId))
                .toList();
    }

    private ConsumerView consumer(ManagedConsumer consumer) {
        LagSnapshot lag = consumer.lag();
        return new ConsumerView(
                false,
                names.get(consumer.group()),
                consumer.group(),
                consumer.clientId(),
                consumer.state(),
                ConsumerCondition.of(consumer),
                consumer.inFlight(),
                consumer.stall().orElse(null),
                consumer.circuit().orElse(null),
                Figures.orNull(consumer.failure()),
                objective(consumer),
                Figures.orNull(lag.sampleAgeSeconds()),
                topics(lag));
    }

    private ConsumerView consumer(AdoptedConsumer consumer) {
        LagSnapshot lag = consumer.lag();
        return new ConsumerView(
                true,
                names.get(consumer.group()),
                consumer.group(),
                consumer.clientId(),
                consumer.state(),
                ConsumerCondition.of(consumer),
                lag.topics().stream().mapToInt(consumer::inFlight).sum(),
                null,
                null,
                null,
                objective(consumer),
                Figures.orNull(lag.sampleAgeSeconds()),
                topics(lag));
    }

    private static @Nullable Double objective(GroupConsumer consumer) {
        return consumer.lagObjective()
                .map(objective -> objective.toNanos() / 1e9)
                .orElse(null);
    }

    private static List<ConsumerView.Topic> topics(LagSnapshot lag) {
        // A consumer that failed owns nothing any more, and still says how its topics stood.
        TreeSet<String> topics = new TreeSet<>(lag.topics());
        lag.statuses().forEach(status -> topics.add(status.topic()));
        return topics.stream().map(topic -> topic(topic, lag)).toList();
    }

    private static ConsumerView.Topic topic(String topic, LagSnapshot lag) {
        TopicStatus status = lag.status(topic)
                .orElseGet(() -> new TopicStatus(topic, ConsumptionStatus.UNKNOWN, "", Double.NaN, Double.NaN));
        OptionalLong records = lag.records(topic);
        TimeLag time = lag.time(topic);
        OptionalDouble catchUp =
                records.isPresent() ? status.secondsToCatchUp(records.getAsLong()) : OptionalDouble.empty();
        return new ConsumerView.Topic(
                topic,
                lag.partitions(topic).size(),
                status.status(),
                status.evidence(),
                Figures.orNull(records),
                Figures.orNull(lag.committedRecords(topic)),
                Figures.orNull(time.seconds()),
                Figures.orNull(time.upperSeconds() - time.seconds()),
                Figures.orNull(status.velocity()),
                Figures.orNull(catchUp),
                Figures.orNull(status.retentionHeadroom()));
    }

    private List<ClusterView.SharedConsumer> sharedConsumers() {
        return sdk.sharedConsumers().stream()
                .map(one -> new ClusterView.SharedConsumer(
                        one.group(), one.clientId(), one.state(), one.inFlight(), Figures.orNull(one.failure())))
                .sorted(Comparator.comparing(ClusterView.SharedConsumer::clientId))
                .toList();
    }

    private List<ClusterView.Group> groups() {
        return sdk.groups().stream()
                .sorted(Comparator.comparing(GroupSnapshot::group))
                .map(ClusterLook::group)
                .toList();
    }

    private static ClusterView.Group group(GroupSnapshot group) {
        return new ClusterView.Group(
                group.group(),
                group.membership().protocol(),
                group.membership().state(),
                Figures.orNull(group.members()),
                group.topics().stream()
                        .map(topic -> new ClusterView.GroupTopic(
                                topic.topic(),
                                topic.partitions().size(),
                                Figures.orNull(topic.lag()),
                                topic.unknownPartitions(),
                                Figures.orNull(topic.unownedPartitions())))
                        .toList(),
                group.gaps());
    }
}
