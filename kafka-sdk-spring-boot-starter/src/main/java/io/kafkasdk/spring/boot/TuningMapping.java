package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkProperties.ClusterTuning;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Tuning;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Turns the properties of the advice on producers into the options of the core. */
final class TuningMapping {

    private static final String MAIN = "kafka-sdk.tuning";

    /** The names of the core, and those of the properties. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "tuning.interval", ".interval",
            "tuning.sampleBytes", ".sample-size",
            "tuning.maxLinger", ".max-linger",
            "tuning.maxBatchBytes", ".max-batch-size");

    private final String alias;
    private final Tuning main;
    private final ClusterTuning own;
    private final TuningProfile profile;
    private final List<Violation> violations;

    /**
     * Takes what there is.
     *
     * @param alias the cluster that is mapped
     * @param main what counts where the cluster has nothing of its own
     * @param own what it has
     * @param profile that of the cluster, which decides the goal where nobody does
     */
    TuningMapping(String alias, Tuning main, ClusterTuning own, TuningProfile profile, List<Violation> violations) {
        this.alias = alias;
        this.main = main;
        this.own = own;
        this.profile = profile;
        this.violations = violations;
    }

    /** Returns the options, or the default ones where it added violations. */
    TuningOptions map() {
        try {
            return new TuningOptions(
                    orElse(own.mode(), main.mode()),
                    orElse(own.goal(), orElse(main.goal(), profile.goal())),
                    orElse(own.interval(), main.interval()),
                    bytes(orElse(own.sampleSize(), main.sampleSize())),
                    orElse(own.maxLinger(), main.maxLinger()),
                    bytes(orElse(own.maxBatchSize(), main.maxBatchSize())));
        } catch (InvalidSettingsException refused) {
            refused.violations().stream()
                    .map(this::renamed)
                    // What several clusters have from the main properties is told once.
                    .filter(found -> !violations.contains(found))
                    .forEach(violations::add);
            return TuningOptions.DEFAULT;
        }
    }

    /** No range goes so far, so what does not fit is refused all the same. */
    private static int bytes(DataSize size) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, size.toBytes()));
    }

    private Violation renamed(Violation found) {
        String name = Objects.requireNonNull(PROPERTIES.get(found.setting()), found.setting());
        Object value = switch (name) {
            case ".interval" -> own.interval();
            case ".sample-size" -> own.sampleSize();
            case ".max-linger" -> own.maxLinger();
            default -> own.maxBatchSize();
        };
        String property = (value == null ? MAIN : ClusterNames.prefixOf(alias) + ".tuning") + name;
        return PropertyWords.of(found, property, alias);
    }

    private static <T> T orElse(@Nullable T wanted, T otherwise) {
        return wanted == null ? otherwise : wanted;
    }
}
