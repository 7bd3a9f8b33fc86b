package io.kafkasdk.reliability.report;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.ResourceUse;
import io.kafkasdk.test.ledger.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the processes used. */
public final class ResourceFigures {

    private ResourceFigures() {}

    /** Returns one row for each life of a process. */
    public static Table peaks(Evidence evidence) {
        Map<String, List<Sample>> byProcess = evidence.samples().stream()
                .collect(Collectors.groupingBy(Sample::who, TreeMap::new, Collectors.toList()));
        return new Table(
                "What the processes used",
                "The most that was seen; heap after a garbage collection. A member with several groups is one process.",
                List.of("process", "looked at", "threads", "files and sockets", "heap MiB", "series"),
                byProcess.entrySet().stream()
                        .map(process -> row(process.getKey(), process.getValue()))
                        .toList());
    }

    private static List<@Nullable Object> row(String who, List<Sample> samples) {
        return List.of(
                who,
                samples.size(),
                most(samples, ResourceUse::threads),
                most(samples, ResourceUse::files),
                most(samples, ResourceUse::heapBytes) / 1024.0 / 1024.0,
                most(samples, ResourceUse::series));
    }

    private static long most(List<Sample> samples, ToLongFunction<ResourceUse> figure) {
        return samples.stream().map(Sample::use).mapToLong(figure).max().orElse(0);
    }
}
