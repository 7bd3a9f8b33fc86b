package io.kafkasdk;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.tracing.KafkaSdkTracing;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link KafkaSdk} needs; made by {@link KafkaSdk#builder()}. A cluster and an application name are
 * needed, everything else has a default.
 *
 * <p><b>Threads:</b> for one thread.
 */
public final class KafkaSdkBuilder {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

    private @Nullable ClusterSettings cluster;
    private @Nullable String application;
    private MeterRegistry meterRegistry = new CompositeMeterRegistry();
    private MetricsOptions metrics = MetricsOptions.DEFAULT;
    private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;
    private TuningProfile profile = TuningProfile.BALANCED;
    private Assembly.Rules rules = new Assembly.Rules(AcksRules.DEFAULT, null);
    private final List<SendListener> sendListeners = new ArrayList<>();
    private final List<ConsumerListener> consumerListeners = new ArrayList<>();
    private final List<VerdictListener> verdictListeners = new ArrayList<>();

    KafkaSdkBuilder() {}

    /** Takes where the cluster is and how to prove who we are. Needed. */
    public KafkaSdkBuilder cluster(ClusterSettings newCluster) {
        this.cluster = Objects.requireNonNull(newCluster, "cluster");
        return this;
    }

    /**
     * Takes the name of the application. Needed. It starts every client.id ({@code application.name}), by which the
     * operators of the cluster find who is who: keep it stable, without host or random parts.
     *
     * @param newApplication 1 to 100 letters, digits, dots, underscores or hyphens
     */
    public KafkaSdkBuilder application(String newApplication) {
        this.application = Objects.requireNonNull(newApplication, "application");
        return this;
    }

    /** Takes the registry for the SDK's meters. Without one nothing is metered. The registry is not closed. */
    public KafkaSdkBuilder meterRegistry(MeterRegistry newMeterRegistry) {
        this.meterRegistry = Objects.requireNonNull(newMeterRegistry, "meterRegistry");
        return this;
    }

    /** Takes what is metered beside the figures that are always there; default {@link MetricsOptions#DEFAULT}. */
    public KafkaSdkBuilder metrics(MetricsOptions newMetrics) {
        this.metrics = Objects.requireNonNull(newMetrics, "metrics");
        return this;
    }

    /**
     * Takes the registry for observations: each send, and each call of a handler, is one, so that a tracer that listens
     * there makes spans and passes the trace on in the headers of records. Without one, or with
     * {@link ObservationRegistry#NOOP}, nothing is observed and no header written. docs/tracing.md tells what is seen.
     */
    public KafkaSdkBuilder observationRegistry(ObservationRegistry newObservationRegistry) {
        this.observationRegistry = Objects.requireNonNull(newObservationRegistry, "observationRegistry");
        return this;
    }

    /** Takes the tuning for clients that do not bring their own; default {@link TuningProfile#BALANCED}. */
    public KafkaSdkBuilder profile(TuningProfile newProfile) {
        this.profile = Objects.requireNonNull(newProfile, "profile");
        return this;
    }

    /**
     * Takes how producers are advised on batches and compression; default {@link TuningOptions#DEFAULT} with the goal of the
     * profile ({@link TuningProfile#goal()}): measures and advises, and changes nothing. What is taken here counts as it is:
     * with {@link TuningProfile#LOW_LATENCY} say {@code goal(TuningGoal.LATENCY)} too. With {@link io.kafkasdk.tuning.TuningMode#AUTO} the advice also wins over what an application set
     * by {@code kafkaProperty(...)}, for compression, {@code batch.size}, {@code linger.ms} and {@code buffer.memory}.
     */
    public KafkaSdkBuilder tuning(TuningOptions newTuning) {
        this.rules = new Assembly.Rules(rules.acks(), Objects.requireNonNull(newTuning, "tuning"));
        return this;
    }

    /** Takes what the guard does about unsafe topics; default {@link AcksRules#DEFAULT}: warn. */
    public KafkaSdkBuilder acksRules(AcksRules newAcksRules) {
        this.rules = new Assembly.Rules(Objects.requireNonNull(newAcksRules, "acksRules"), rules.tuning());
        return this;
    }

    /** Adds somebody who is told of every send. */
    public KafkaSdkBuilder sendListener(SendListener listener) {
        sendListeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Adds somebody who is told what consumers do. */
    public KafkaSdkBuilder consumerListener(ConsumerListener listener) {
        consumerListeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Adds somebody who is told what the guard finds. */
    public KafkaSdkBuilder verdictListener(VerdictListener listener) {
        verdictListeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Makes the SDK. Connects to nothing: that happens with the first producer or consumer, or on
     * {@link KafkaSdk#verifyConnection()}.
     *
     * @throws InvalidSettingsException when the cluster or the application name is missing or invalid
     */
    public KafkaSdk build() {
        List<Violation> violations = new ArrayList<>();
        if (cluster == null) {
            violations.add(new Violation("cluster", "null", "is needed", "call cluster(ClusterSettings.of(...))"));
        }
        if (application == null || !NAME.matcher(application).matches()) {
            violations.add(new Violation(
                    "application",
                    "'" + application + "'",
                    "must be 1 to 100 letters, digits, dots, underscores or hyphens",
                    "call application(...) with a short stable name such as order-service"));
        }
        if (cluster == null || application == null || !violations.isEmpty()) {
            throw new InvalidSettingsException("the SDK", violations);
        }
        Listeners listeners = new Listeners(sendListeners, consumerListeners, verdictListeners);
        Assembly.Identity identity = new Assembly.Identity(cluster, application);
        Assembly.Metering metering = new Assembly.Metering(meterRegistry, metrics);
        KafkaSdkTracing tracing = KafkaSdkTracing.of(observationRegistry);
        Assembly assembly = new Assembly(identity, rules.of(profile), metering, tracing, listeners);
        return new KafkaSdk(application, profile, assembly);
    }
}
