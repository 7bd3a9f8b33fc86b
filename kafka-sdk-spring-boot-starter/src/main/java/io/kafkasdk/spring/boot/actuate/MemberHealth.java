package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.AdoptedConsumer;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.share.SharedConsumer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one consumer is, for health.
 *
 * @param clientId its client.id
 * @param group its group
 * @param condition how it is
 * @param why the cause and the cure; null where nothing is to be told
 * @param isAdopted whether it is the application's own, watched only
 */
record MemberHealth(
        String clientId,
        String group,
        ConsumerCondition condition,
        @Nullable Diagnosis why,
        boolean isAdopted) {

    /** Returns all that consume by this SDK. Whatever else comes to consume joins here, and health and probes see it. */
    static List<MemberHealth> of(KafkaSdk sdk) {
        return Stream.of(
                        sdk.consumers().stream().map(MemberHealth::of),
                        sdk.sharedConsumers().stream().map(MemberHealth::of),
                        sdk.adoptedConsumers().stream().map(MemberHealth::of))
                .flatMap(members -> members)
                .toList();
    }

    static MemberHealth of(AdoptedConsumer consumer) {
        return new MemberHealth(consumer.clientId(), consumer.group(), ConsumerCondition.of(consumer), null, true);
    }

    static MemberHealth of(ManagedConsumer consumer) {
        Diagnosis failure = Figures.orNull(consumer.failure());
        Diagnosis why = failure != null
                ? failure
                : consumer.circuit().or(consumer::stall).orElse(null);
        return new MemberHealth(consumer.clientId(), consumer.group(), ConsumerCondition.of(consumer), why, false);
    }

    static MemberHealth of(SharedConsumer consumer) {
        return new MemberHealth(
                consumer.clientId(),
                consumer.group(),
                ConsumerCondition.of(consumer.state()),
                Figures.orNull(consumer.failure()),
                false);
    }

    /**
     * Returns whether a new process may do better: its poll thread hangs, or it failed of something that nobody foresaw, such
     * as a lack of memory. Not where a record, a right, a password, a setting or the network ended it: the next process meets
     * the same. Of a consumer of the application's own the SDK does not know enough to have the process ended.
     */
    boolean isCuredByRestart() {
        boolean unforeseen = condition == ConsumerCondition.FAILED && why != null && why.kind() == ErrorKind.UNEXPECTED;
        return !isAdopted && (condition == ConsumerCondition.HUNG || unforeseen);
    }

    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("clientId", clientId);
        details.put("group", group);
        details.put("condition", condition);
        if (why != null) {
            details.put("why", why);
        }
        return details;
    }
}
