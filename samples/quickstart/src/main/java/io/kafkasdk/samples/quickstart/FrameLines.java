package io.kafkasdk.samples.quickstart;

import io.kafkasdk.acks.AcksVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts a {@link Frame} into words, for both views. */
final class FrameLines {

    private static final int BAR_WIDTH = 36;

    private final boolean unicode;

    FrameLines(boolean unicode) {
        this.unicode = unicode;
    }

    /** The block that is redrawn in place. */
    List<Line> block(Frame frame) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.EMPTY);
        lines.add(progress(frame));
        lines.add(rates(frame));
        frame.topics().forEach(topic -> lines.add(topic(topic)));
        return lines;
    }

    /** The same in one line, for a file or a pipe. */
    static String oneLine(Frame frame) {
        Frame.TopicState main = frame.main();
        StringBuilder line = new StringBuilder(text(
                "%s %3d %%  sent %,d  %,.0f/s  acked %,.0f/s  consumed %,.0f/s  lag %s  ack %s | %s",
                clock(frame.elapsed()),
                percent(frame),
                main.counts().sent(),
                frame.rates().sent(),
                frame.rates().acked(),
                frame.rates().consumed(),
                lag(main.lag()),
                latency(frame.latency()),
                verdict(main.verdict())));
        for (Frame.TopicState topic : frame.others()) {
            Ledger.Counts counts = topic.counts();
            line.append(text(" | %s: acked %,d failed %,d", verdict(topic.verdict()), counts.acked(), counts.failed()));
        }
        return line.toString();
    }

    /** Minutes and seconds. */
    static String clock(Duration elapsed) {
        return text("%d:%02d", elapsed.toMinutes(), elapsed.toSecondsPart());
    }

    /** Formats alike in every country: the output is pasted into documents. */
    static String text(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }

    private Line progress(Frame frame) {
        int filled = percent(frame) * BAR_WIDTH / 100;
        String full = (unicode ? "█" : "#").repeat(filled);
        String rest = (unicode ? "░" : ".").repeat(BAR_WIDTH - filled);
        return Line.EMPTY
                .with(Tone.GOOD, full)
                .with(Tone.DIM, rest)
                .with(Tone.STRONG, text(" %3d %%", percent(frame)))
                .with(text("  %,d of %,d", frame.main().counts().sent(), frame.target()))
                .with(Tone.DIM, "  " + clock(frame.elapsed()))
                .with("  " + frame.phase());
    }

    private static Line rates(Frame frame) {
        Frame.TopicState main = frame.main();
        boolean stalled = frame.rates().acked() == 0 && main.counts().open() > 0;
        return Line.EMPTY
                .with(text("sent %,6.0f/s  ", frame.rates().sent()))
                .with(
                        stalled ? Tone.WARNING : Tone.PLAIN,
                        text("acked %,6.0f/s  ", frame.rates().acked()))
                .with(text("consumed %,6.0f/s  ", frame.rates().consumed()))
                .with(text("in flight %,d  ", main.counts().open()))
                .with(text("lag %s  ", lag(main.lag())))
                .with("ack " + latency(frame.latency()));
    }

    private static Line topic(Frame.TopicState topic) {
        Ledger.Counts counts = topic.counts();
        AcksVerdict verdict = topic.verdict();
        return Line.EMPTY
                .with(Tone.STRONG, text("%-26s", topic.name()))
                .with(tone(verdict), text("%-26s", verdict(verdict)))
                .with(text("sent %,d  acked %,d  ", counts.sent(), counts.acked()))
                .with(counts.failed() == 0 ? Tone.PLAIN : Tone.BAD, text("failed %,d  ", counts.failed()))
                .with(text("consumed %,d", counts.consumed()));
    }

    private static int percent(Frame frame) {
        return (int) Math.min(100, 100L * frame.main().counts().sent() / frame.target());
    }

    private static String lag(OptionalLong lag) {
        return lag.isPresent() ? text("%,d", lag.getAsLong()) : "?";
    }

    private static String latency(Frame.Latency latency) {
        return Double.isNaN(latency.meanMillis())
                ? "-"
                : text("%,.0f (max %,.0f) ms", latency.meanMillis(), latency.maxMillis());
    }

    private static String verdict(@Nullable AcksVerdict verdict) {
        if (verdict == null) {
            return "(not looked at yet)";
        }
        boolean known = verdict.headroom() != AcksVerdict.UNKNOWN_HEADROOM;
        return verdict.kind() + (known ? " headroom " + verdict.headroom() : "");
    }

    private static Tone tone(@Nullable AcksVerdict verdict) {
        if (verdict == null) {
            return Tone.DIM;
        }
        if (verdict.headroom() < 0 && verdict.headroom() != AcksVerdict.UNKNOWN_HEADROOM) {
            return Tone.BAD;
        }
        return verdict.kind() == AcksVerdict.Kind.SAFE ? Tone.GOOD : Tone.WARNING;
    }
}
