package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.deadletter.ReplayFailedException;
import io.kafkasdk.deadletter.ReplayReport;
import io.kafkasdk.deadletter.ReplaySettings;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The replays that the endpoint began: each runs beside the request that began it, one at a time for a group.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; replays run on the given executor.
 */
final class Replays {

    /** So many groups are remembered; more than these come from a script that has gone wrong. */
    private static final int MOST = 100;

    private final Executor executor;
    private final Clock clock;
    private final Map<Target, ReplayView> latest = new LinkedHashMap<>();
    private long ids;

    /** Whose letters. */
    record Target(String cluster, String group) {}

    Replays(Executor executor, Clock clock) {
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Begins a replay, and returns at once.
     *
     * @param cluster the alias of the cluster
     * @param settings what to replay
     * @param replay does it, and blocks meanwhile
     * @return the replay; empty when one of this group is running
     */
    Optional<ReplayView> begin(String cluster, ReplaySettings settings, Function<ReplaySettings, ReplayReport> replay) {
        Target target = new Target(cluster, settings.group());
        ReplayView begun;
        synchronized (this) {
            ReplayView before = latest.get(target);
            if (before != null && before.status() == ReplayView.Status.RUNNING) {
                return Optional.empty();
            }
            begun = begun(cluster, settings);
            latest.remove(target);
            latest.put(target, begun);
            forgetTheOldest();
        }
        executor.execute(() -> run(target, settings.progress(report -> told(target, report)), replay));
        return Optional.of(begun);
    }

    private ReplayView begun(String cluster, ReplaySettings settings) {
        ids++;
        return new ReplayView(
                ids,
                cluster,
                settings.group(),
                settings.originTopic(),
                settings.deadLetterTopic(),
                settings.dryRun(),
                ReplayView.Status.RUNNING,
                clock.instant(),
                null,
                null,
                null);
    }

    private void forgetTheOldest() {
        if (latest.size() > MOST) {
            latest.entrySet().stream()
                    .filter(entry -> entry.getValue().status() != ReplayView.Status.RUNNING)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(latest::remove);
        }
    }

    private void run(Target target, ReplaySettings settings, Function<ReplaySettings, ReplayReport> replay) {
        Outcome outcome;
        try {
            outcome = new Outcome(replay.apply(settings), null);
        } catch (ReplayFailedException e) {
            outcome = new Outcome(e.report(), e.diagnosis());
        } catch (KafkaSdkException e) {
            outcome = new Outcome(null, e.diagnosis());
        } catch (RuntimeException | Error e) {
            outcome = new Outcome(
                    null,
                    new Diagnosis(
                            ErrorKind.UNEXPECTED,
                            "the replay for group '" + settings.group() + "' stopped before its end",
                            e.getClass().getName(),
                            "see the log; begin it again, it goes on where it stopped"));
        }
        ended(target, outcome);
    }

    private record Outcome(
            @Nullable ReplayReport report, @Nullable Diagnosis failure) {}

    private synchronized void told(Target target, ReplayReport report) {
        latest.computeIfPresent(target, (same, known) -> with(known, known.status(), null, report(report), null));
    }

    private synchronized void ended(Target target, Outcome outcome) {
        latest.computeIfPresent(target, (same, known) -> {
            ReplayReport last = outcome.report();
            return with(
                    known,
                    outcome.failure() == null ? ReplayView.Status.DONE : ReplayView.Status.FAILED,
                    clock.instant(),
                    last == null ? known.report() : report(last),
                    outcome.failure());
        });
    }

    private static ReplayView with(
            ReplayView known,
            ReplayView.Status status,
            @Nullable Instant endedAt,
            ReplayView.@Nullable Report report,
            @Nullable Diagnosis failure) {
        return new ReplayView(
                known.id(),
                known.cluster(),
                known.group(),
                known.topic(),
                known.deadLetterTopic(),
                known.dryRun(),
                status,
                known.startedAt(),
                endedAt,
                report,
                failure);
    }

    private static ReplayView.Report report(ReplayReport report) {
        return new ReplayView.Report(
                report.read(),
                report.replayed(),
                report.filtered(),
                report.capped(),
                report.otherOrigin(),
                report.foreign(),
                report.failed());
    }

    /** Returns the latest replay of each group, the last one begun first. */
    synchronized List<ReplayView> view() {
        List<ReplayView> view = new ArrayList<>(latest.values());
        Collections.reverse(view);
        return view;
    }
}
