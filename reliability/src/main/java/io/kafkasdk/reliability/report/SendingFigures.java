package io.kafkasdk.reliability.report;

import io.kafkasdk.test.ledger.Claim;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Sent.Outcome;
import io.kafkasdk.test.ledger.Stamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of what was sent. */
public final class SendingFigures {

    /** The claim of a producer that holds the longest time that one send kept its caller, in microseconds. */
    public static final String LONGEST_SEND_MICROS = "longest-send-micros";

    private static final String NEVER_TOLD = "(the process ended before it was told)";

    private SendingFigures() {}

    /** Returns one row for the SDK and one for the plain client. */
    public static Table outcomes(Evidence evidence) {
        return new Table(
                "Records sent",
                "\"Unknown\" is what the producer could not tell, or what was in flight when its process was killed;"
                        + " the referee looks up in the logs how it ended.",
                List.of(
                        "side",
                        "intended",
                        "acked",
                        "rejected",
                        "unknown",
                        "of these in the log",
                        "ack p50 s",
                        "ack p99 s",
                        "ack max s",
                        "longest send() call s"),
                Arrays.stream(Side.values())
                        .map(side -> outcomes(side, side.part(evidence)))
                        .toList());
    }

    private static List<@Nullable Object> outcomes(Side side, Evidence part) {
        Collection<Sent> sent = part.sent().values();
        Set<RecordId> found = part.logs().stream()
                .map(Logged::stamp)
                .flatMap(Optional::stream)
                .map(Stamp::id)
                .collect(Collectors.toCollection(HashSet::new));
        Spread latency = Spread.ofNanos(sent.stream()
                .filter(one -> one.outcome() == Outcome.ACKED)
                .map(one -> one.toldAt() - one.intendedAt())
                .toList());
        List<@Nullable Object> row = new ArrayList<>();
        row.add(side.label());
        row.add(sent.size());
        row.add(count(sent, Outcome.ACKED));
        row.add(count(sent, Outcome.REJECTED));
        row.add(count(sent, Outcome.UNKNOWN));
        row.add(sent.stream()
                .filter(one -> one.outcome() == Outcome.UNKNOWN)
                .filter(one -> found.contains(one.stamp().id()))
                .count());
        row.add(latency.at(0.5));
        row.add(latency.at(0.99));
        row.add(latency.most());
        row.add(part.claims().stream()
                .filter(claim -> claim.what().equals(LONGEST_SEND_MICROS))
                .mapToLong(Claim::count)
                .max()
                .stream()
                .mapToObj(micros -> micros / 1e6)
                .findFirst()
                .orElse(null));
        return row;
    }

    private static long count(Collection<Sent> sent, Outcome outcome) {
        return sent.stream().filter(one -> one.outcome() == outcome).count();
    }

    /** Returns one row for each class of error that a producer was told. */
    public static Table errors(Evidence evidence) {
        Map<String, Long> counts = evidence.sent().values().stream()
                .filter(sent -> sent.outcome() != Outcome.ACKED)
                .collect(Collectors.groupingBy(SendingFigures::kind, TreeMap::new, Collectors.counting()));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        counts.forEach((kind, count) -> {
            List<@Nullable Object> row = new ArrayList<>(Arrays.asList((Object[]) kind.split("\t", -1)));
            row.add(count);
            rows.add(row);
        });
        return new Table("Records not acked, by error", "", List.of("side", "outcome", "error", "records"), rows);
    }

    private static String kind(Sent sent) {
        String why = sent.told() == 0 ? NEVER_TOLD : sent.why().split(":", 2)[0];
        Side side = Side.PLAIN.has(sent.stamp().id().producer()) ? Side.PLAIN : Side.SDK;
        return side.label() + "\t" + sent.outcome() + "\t" + why;
    }
}
