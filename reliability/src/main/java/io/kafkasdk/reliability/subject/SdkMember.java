package io.kafkasdk.reliability.subject;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.reliability.subject.SubjectSpec.Group;
import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.ledger.HandlingLog;
import io.kafkasdk.test.ledger.Ledger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member of one or several groups, made with the SDK: order by key, two retries, then the group's dead letter topic, which
 * is named like the group with {@code .dlt} behind.
 *
 * <p>Claims at its clean end for each group, as the SDK's meters have them: {@code handled}, {@code dead-lettered} and
 * {@code skipped} (offsets that were passed over).
 */
public final class SdkMember implements Life.Subject {

    /** What the name of a group's dead letter topic ends in. */
    public static final String DEAD_LETTERS = ".dlt";

    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(20);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private final KafkaSdk sdk;
    private final Counters counters;
    private final List<ManagedConsumer> consumers;
    private final Map<String, HandlingLog> logs;

    private SdkMember(KafkaSdk sdk, Counters counters, List<ManagedConsumer> consumers, Map<String, HandlingLog> logs) {
        this.sdk = sdk;
        this.counters = counters;
        this.consumers = consumers;
        this.logs = logs;
    }

    /** The child JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        SubjectSpec spec = SubjectSpec.parse(arguments);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Counters counters = Counters.of(meters);
        Map<String, HandlingLog> logs = new HashMap<>();
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(Access.ofSdk(spec))
                .application(spec.name())
                .meterRegistry(meters)
                .consumerListener(new MemberTold(logs))
                .build();
        List<ManagedConsumer> consumers = new ArrayList<>();
        for (Group group : spec.groups()) {
            HandlingLog log = Ledger.in(spec.ledger()).handling(group.name(), spec.member());
            if (logs.isEmpty()) {
                Footprint.tell(
                        spec.number(Setting.SAMPLE), () -> meters.getMeters().size(), log::sample);
            }
            logs.put(group.name(), log);
            consumers.add(sdk.consumer(settings(spec, group), LoggedWork.of(spec, log)));
        }
        Life.live(new SdkMember(sdk, counters, consumers, logs));
    }

    private static ConsumerSettings<byte[], byte[]> settings(SubjectSpec spec, Group group) {
        ConsumerSettings<byte[], byte[]> settings = ConsumerSettings.group(
                        group.name(), new ByteArrayDeserializer(), ValueKind::refusePoison)
                .topics(group.topics())
                .failures(FailurePolicy.DEAD_LETTER
                        .topic("{group}" + DEAD_LETTERS)
                        .retries(Retries.DEFAULT.attempts(ATTEMPTS).delays(FIRST_WAIT, LONGEST_WAIT)))
                .limits(limits(spec))
                .kafkaProperty("group.protocol", group.protocol());
        int session = spec.number(Setting.SESSION);
        return session > 0 && group.protocol().equals("classic")
                ? settings.kafkaProperty("session.timeout.ms", Integer.toString(session))
                        .kafkaProperty("heartbeat.interval.ms", Integer.toString(session / 6))
                : settings;
    }

    private static ConsumerLimits limits(SubjectSpec spec) {
        ConsumerLimits limits = ConsumerLimits.DEFAULT;
        int commit = spec.number(Setting.COMMIT);
        if (commit > 0) {
            limits = limits.commits(Duration.ofMillis(commit), 100_000);
        }
        int drain = spec.number(Setting.DRAIN);
        return drain > 0 ? limits.drainTimeout(Duration.ofMillis(drain)) : limits;
    }

    @Override
    public void work() {
        consumers.forEach(ManagedConsumer::start);
        Life.ready();
    }

    @Override
    public void end() {
        // At the same time: each may wait for its handlers.
        consumers.parallelStream().forEach(ManagedConsumer::close);
        logs.forEach((group, log) -> {
            log.claim("handled", counters.count("kafka.sdk.consumer.records", group));
            log.claim("dead-lettered", counters.count("kafka.sdk.consumer.deadletters", group));
            log.claim("skipped", counters.count("kafka.sdk.consumer.offsets.skipped", group));
        });
        sdk.close();
        logs.values().forEach(HandlingLog::close);
    }
}
