package io.kafkasdk.samples.quickstart;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Puts a {@link Summary} into words. */
final class SummaryText {

    private static final int LABEL_WIDTH = 24;

    private final Summary summary;
    private final int width;

    SummaryText(Summary summary, int width) {
        this.summary = summary;
        this.width = width;
    }

    List<Line> lines(Path log) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.EMPTY);
        lines.add(Line.EMPTY.with(Tone.STRONG, "Summary after " + FrameLines.clock(summary.elapsed())));
        lines.addAll(table());
        lines.addAll(failures());
        lines.add(Line.EMPTY);
        for (Summary.Promise promise : summary.promises()) {
            lines.add(Line.EMPTY
                    .with(promise.kept() ? Tone.GOOD : Tone.BAD, promise.kept() ? "  ok      " : "  BROKEN  ")
                    .with(promise.text()));
        }
        lines.add(Line.EMPTY);
        lines.add(Line.EMPTY.with(Tone.DIM, "Log of the SDK and of Kafka's clients: " + log));
        return lines;
    }

    private List<Line> table() {
        List<Line> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(" ".repeat(LABEL_WIDTH));
        summary.topics().forEach(topic -> head.append(FrameLines.text("%28s", topic.name())));
        lines.add(Line.EMPTY.with(Tone.DIM, head.toString()));
        lines.add(row("sent", Ledger.Counts::sent));
        lines.add(row("acked", Ledger.Counts::acked));
        lines.add(row("failed", Ledger.Counts::failed));
        lines.add(row("consumed", Ledger.Counts::consumed));
        lines.add(row("lost", Ledger.Counts::lost));
        lines.add(row("duplicates in the log", Ledger.Counts::duplicates));
        lines.add(row("handled again", Ledger.Counts::redelivered));
        return lines;
    }

    private Line row(String label, ToIntFunction<Ledger.Counts> count) {
        StringBuilder text = new StringBuilder("  " + label);
        text.append(" ".repeat(LABEL_WIDTH - text.length()));
        summary.topics().forEach(topic -> text.append(FrameLines.text("%,28d", count.applyAsInt(topic.counts()))));
        return Line.EMPTY.with(text.toString());
    }

    private List<Line> failures() {
        List<Line> lines = new ArrayList<>();
        for (Summary.TopicResult topic : summary.topics()) {
            Board.Failures failures = topic.failures();
            if (failures != null) {
                lines.add(Line.EMPTY);
                lines.addAll(phases(topic));
                lines.addAll(paragraph(Tone.PLAIN, story(topic, failures)));
                lines.addAll(
                        paragraph(Tone.BAD, "First failure: " + failures.first().getMessage()));
            }
        }
        return lines;
    }

    private static List<Line> phases(Summary.TopicResult topic) {
        List<Line> lines = new ArrayList<>();
        if (!topic.phases().isEmpty()) {
            lines.add(Line.EMPTY.with(
                    Tone.DIM, FrameLines.text("  %-38s%10s%10s", topic.name() + ", by time of send", "sent", "acked")));
        }
        for (Summary.Phase phase : topic.phases()) {
            lines.add(
                    Line.EMPTY.with(FrameLines.text("    %-36s%,10d%,10d", phase.name(), phase.sent(), phase.acked())));
        }
        return lines;
    }

    private static String story(Summary.TopicResult topic, Board.Failures failures) {
        Ledger.Counts counts = topic.counts();
        String kinds = failures.byKind().entrySet().stream()
                .map(kind -> FrameLines.text("%,d %s", kind.getValue(), kind.getKey()))
                .sorted()
                .collect(Collectors.joining(", "));
        String unknown = counts.unknown() == 0
                ? ""
                : FrameLines.text(
                        "; outcome Unknown for %,d, of which %,d turned up in the log after all",
                        counts.unknown(), counts.unknownConsumed());
        return FrameLines.text("%,d failed on %s: %s%s.", counts.failed(), topic.name(), kinds, unknown);
    }

    private List<Line> paragraph(Tone tone, String text) {
        return Line.wrap(text, width - 2).stream()
                .map(line -> Line.EMPTY.with("  ").with(tone, line))
                .toList();
    }
}
