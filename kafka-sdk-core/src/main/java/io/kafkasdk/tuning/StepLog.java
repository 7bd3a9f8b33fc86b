package io.kafkasdk.tuning;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.tuning.TuningListener.Change;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last steps that were taken with one producer; tells of each. Read by any thread, written by the advisor's. */
final class StepLog {

    static final int MOST = 20;

    private static final Logger log = LoggerFactory.getLogger(TuningAdvisor.class);

    private final String clientId;
    private final TuningListener listener;
    private final InstantSource wall;
    private volatile List<TuningStep> steps = List.of();

    StepLog(String clientId, TuningListener listener, InstantSource wall) {
        this.clientId = clientId;
        this.listener = listener;
        this.wall = wall;
    }

    List<TuningStep> steps() {
        return steps;
    }

    void add(Action action, List<Change> changes, String why) {
        String settings = changes.stream().map(Change::toString).collect(Collectors.joining(", "));
        TuningStep step = new TuningStep(wall.instant(), action, settings + ": " + why);
        List<TuningStep> all = new ArrayList<>(steps);
        all.add(step);
        steps = List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
        try {
            listener.stepped(clientId, step, changes);
        } catch (RuntimeException | LinkageError thrown) {
            log.warn(
                    "TuningListener {} threw; nothing else is affected",
                    listener.getClass().getName(),
                    thrown);
        }
    }

    /** Returns what a tuning changes of what counts now. */
    static List<Change> changes(ClientTuning tuning, ConfigExplanation present) {
        return tuning.values().stream()
                .map(tuned -> new Change(tuned.key(), valueOf(present, tuned.key()), tuned.value()))
                .toList();
    }

    static String valueOf(ConfigExplanation present, String key) {
        return present.property(key).map(ExplainedProperty::value).orElse("");
    }
}
