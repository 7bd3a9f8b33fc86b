package io.kafkasdk.events;

import io.kafkasdk.events.Event.Severity;
import io.kafkasdk.tuning.TuningListener;
import io.kafkasdk.tuning.TuningReport.TuningStep;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The events of producers that are tuned. */
final class TuningStory implements TuningListener {

    private final EventGate gate;

    TuningStory(EventGate gate) {
        this.gate = gate;
    }

    @Override
    public void stepped(String clientId, TuningStep step, List<Change> changes) {
        gate.alone(
                Severity.INFO,
                Subject.client(EventNames.PRODUCER_TUNED, clientId),
                () -> Event.of("Producer '" + clientId + "' " + words(step.action()) + ": " + step.why())
                        .with(EventNames.REASON, step.action())
                        .with(EventNames.SETTINGS_FROM, list(changes, Change::from))
                        .with(EventNames.SETTINGS_TO, list(changes, Change::to)));
    }

    private static String words(TuningStep.Action action) {
        return switch (action) {
            case APPLIED -> "goes on with advised settings";
            case KEPT -> "keeps its advised settings";
            case ROLLED_BACK -> "goes on with the settings from before";
            case POSTPONED -> "keeps its settings for now";
        };
    }

    private static String list(List<Change> changes, Function<Change, String> value) {
        return changes.stream()
                .map(change -> change.setting() + "=" + value.apply(change))
                .collect(Collectors.joining(","));
    }
}
