package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells in lines what the ledger has about a record. Looks through all of the evidence: for the few examples only. */
final class History {

    private static final long SECOND = 1_000_000_000L;

    private final List<Line> lines = new ArrayList<>();

    private History() {}

    private record Line(long at, String text) {}

    /** A violation with the history of this record. */
    static Violation violation(Evidence evidence, String what, @Nullable RecordId id) {
        return new Violation(what, id == null ? List.of() : of(evidence, id));
    }

    /** Returns what is known about the record, in the order of time; what has no time comes last. */
    static List<String> of(Evidence evidence, RecordId id) {
        History history = new History();
        Sent sent = evidence.sent().get(id);
        if (sent != null) {
            history.add(sent);
        }
        Optional<RecordId> wanted = Optional.of(id);
        for (Handling handling : evidence.handlings()) {
            if (handling.id().equals(wanted)) {
                history.add(handling);
            }
        }
        for (Logged logged : evidence.logs()) {
            if (logged.stamp().map(Stamp::id).equals(wanted)) {
                history.lines.add(new Line(
                        Long.MAX_VALUE, "found in the log: " + logged.partition() + " offset " + logged.offset()));
            }
        }
        history.lines.sort(Comparator.comparingLong(Line::at));
        return history.lines.stream()
                .map(line -> line.at() == Long.MAX_VALUE ? line.text() : time(line.at()) + " " + line.text())
                .toList();
    }

    /** Returns a monotonic time as seconds. */
    static String time(long at) {
        return at == Long.MAX_VALUE
                ? "never"
                : String.format(Locale.ROOT, "%d.%06d", Math.floorDiv(at, SECOND), Math.floorMod(at, SECOND) / 1000);
    }

    private void add(Sent sent) {
        lines.add(new Line(
                sent.intendedAt(),
                "to be sent to " + sent.stamp().topic() + ", number "
                        + sent.stamp().keyNumber() + " of its key"));
        if (sent.told() == 0) {
            lines.add(new Line(Long.MAX_VALUE, "no outcome was told"));
        } else if (sent.place() != null) {
            lines.add(new Line(sent.toldAt(), "acknowledged at " + sent.place() + " offset " + sent.offset()));
        } else {
            lines.add(new Line(sent.toldAt(), sent.outcome() + ": " + sent.why()));
        }
    }

    private void add(Handling handling) {
        String who = handling.group() + "/" + handling.member() + " at " + handling.partition() + " offset "
                + handling.offset();
        lines.add(new Line(handling.beganAt(), who + " begins, then " + handling.end()));
        if (handling.endedAt() != Handling.NEVER) {
            lines.add(new Line(handling.endedAt(), who + " ends: " + handling.end()));
        }
    }
}
