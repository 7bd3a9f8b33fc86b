package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.resilience.Breaker;
import io.kafkasdk.resilience.Pace;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.RateLimit;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Makes producers, in two steps: a plan that may be wrong, and the clients, which cost threads and connections. */
final class ProducerFactory {

    private final ClusterSettings cluster;
    private final AcksGuard guard;
    private final QuietListener listener;
    private final Makers makers;

    ProducerFactory(ClusterSettings cluster, AcksGuard guard, QuietListener listener, Makers makers) {
        this.cluster = cluster;
        this.guard = guard;
        this.listener = listener;
        this.makers = makers;
    }

    /**
     * What makes Kafka clients.
     *
     * @param clients makes one
     * @param successors makes one beside another one of its client.id that it is to replace
     */
    record Makers(
            Function<Map<String, Object>, Producer<Object, Object>> clients,
            Function<Map<String, Object>, Producer<Object, Object>> successors) {}

    /**
     * What a producer will be.
     *
     * @param clientId its client.id
     * @param settings what it is for
     * @param toAll the Kafka config of its client with acks=all
     * @param toLeader the Kafka config of its client with acks=1; null where the rules allow none
     * @param tracing follows its sends
     */
    record Plan<K, V>(
            String clientId,
            ProducerSettings<K, V> settings,
            ExplainedConfig toAll,
            @Nullable ExplainedConfig toLeader,
            SendTracing tracing) {}

    /** Returns how many Kafka clients a producer has. */
    int clientsPerProducer() {
        return guard.allowsLeaderAcks() ? 2 : 1;
    }

    /**
     * Plans a producer; makes nothing yet.
     *
     * @throws io.kafkasdk.settings.InvalidSettingsException when settings contradict each other
     */
    <K, V> Plan<K, V> plan(String clientId, ProducerSettings<K, V> settings, ClientTuning tuning, SendTracing tracing) {
        return new Plan<>(
                clientId,
                settings,
                ProducerKafkaConfig.of(cluster, clientId, settings, tuning, Durability.ALL),
                guard.allowsLeaderAcks()
                        ? ProducerKafkaConfig.of(
                                cluster, clientId + WriteClients.LEADER_SUFFIX, settings, tuning, Durability.LEADER)
                        : null,
                tracing);
    }

    /** Makes the producer of a plan; blocks while the bootstrap hosts are resolved. */
    <K, V> KafkaGuardedProducer<K, V> make(Plan<K, V> plan, Runnable onClosed) {
        Producer<Object, Object> all = maker(plan).get();
        Producer<Object, Object> leader = beside(all, plan.toLeader());
        return make(
                plan,
                ReplaceableClient.of(plan.clientId(), all, maker(plan)),
                leader == null ? null : ReplaceableClient.fixed(plan.clientId(), leader),
                onClosed);
    }

    /**
     * Like {@link #make(Plan, Runnable)}, but where no bootstrap host resolves now the producer begins without a client, and
     * tries again: a name may come up later. Not where a second client is needed, which stays as it was made.
     */
    <K, V> KafkaGuardedProducer<K, V> makeAtOnce(Plan<K, V> plan, Runnable onClosed) {
        try {
            return make(plan, onClosed);
        } catch (KafkaSdkException e) {
            if (e.kind() != ErrorKind.UNREACHABLE || plan.toLeader() != null) {
                throw e;
            }
            return make(plan, ReplaceableClient.without(plan.clientId(), maker(plan)), null, onClosed);
        }
    }

    /** Makes the tuner of a producer. */
    ProducerTuner tuner(Plan<?, ?> plan, KafkaGuardedProducer<?, ?> producer) {
        return new ProducerTuner(producer, plan.settings().maxBlock(), makers);
    }

    private Supplier<Producer<Object, Object>> maker(Plan<?, ?> plan) {
        return () -> makers.clients().apply(plan.toAll().toKafkaConfig());
    }

    private <K, V> KafkaGuardedProducer<K, V> make(
            Plan<K, V> plan, ReplaceableClient all, @Nullable ReplaceableClient leader, Runnable onClosed) {
        WriteClients both = new WriteClients(plan.clientId(), plan.settings().maxBlock(), all, leader);
        return new KafkaGuardedProducer<>(both, plan.settings(), plan.toAll(), context(plan, both), onClosed);
    }

    private SendContext context(Plan<?, ?> plan, WriteClients both) {
        String clientId = plan.clientId();
        AccessCures access = new AccessCures(cluster.security());
        ThrottleWatch throttle = new ThrottleWatch(clientId, access, both.byClientId());
        FailureDesk desk = new FailureDesk(new FailureSources(guard, access, throttle), clientId);
        return new SendContext(
                clientId,
                guard,
                listener,
                desk,
                gate(plan, throttle),
                plan.tracing(),
                new AckClock(listener.wantsEachTime(), System::nanoTime),
                new PayloadTap());
    }

    /** Makes the second client; where that fails, the first one must not stay behind. */
    private @Nullable Producer<Object, Object> beside(Producer<Object, Object> all, @Nullable ExplainedConfig config) {
        if (config == null) {
            return null;
        }
        try {
            return makers.clients().apply(config.toKafkaConfig());
        } catch (RuntimeException | Error e) {
            all.close();
            throw e;
        }
    }

    private SendGate gate(Plan<?, ?> plan, ThrottleWatch throttle) {
        ProducerSettings<?, ?> settings = plan.settings();
        BreakerNews news = new BreakerNews(plan.clientId(), listener);
        RateLimit limit = settings.rateLimit();
        Pace pace =
                limit == null ? null : new Pace(limit.recordsPerSecond(), CallerTime.patienceOf(settings.maxBlock()));
        return new SendGate(
                throttle,
                new Breaker(plan.clientId(), news, System::nanoTime),
                news,
                new SendGate.Limits(new InFlightBudget(settings.inFlight()), pace),
                System::nanoTime);
    }
}
