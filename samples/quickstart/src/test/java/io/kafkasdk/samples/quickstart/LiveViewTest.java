package io.kafkasdk.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksVerdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveViewTest {

    private static final String ESCAPE = "\u001b[";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void plainLinesHoldTheNumbersAndNoEscapes() {
        LiveView view = LiveView.on(Terminal.NONE, out);
        view.say(new Event(Tone.BAD, "something happened"));
        view.show(frame());

        assertThat(view).isInstanceOf(PlainView.class);
        assertThat(text()).isEqualTo("""
                        something happened
                          1:05  50 %  sent 15,000  1,000/s  acked 990/s  consumed 980/s  lag 90  ack 4 (max 20) ms\
                         | SAFE headroom 1 | NO_HEADROOM headroom -1: acked 30 failed 12
                        """);
    }

    @Test
    void aFrameReplacesTheOneBefore() {
        LiveView view = LiveView.on(new Terminal(true, false, false, 120), out);
        view.show(frame());
        assertThat(text())
                .contains("##################..................  50 %  15,000 of 30,000  1:05  streaming")
                .doesNotContain(ESCAPE);
        bytes.reset();

        view.show(frame());

        assertThat(text()).startsWith(ESCAPE + "5F" + ESCAPE + "J").contains("15,000 of 30,000");
    }

    @Test
    void anEventStaysAboveTheFrame() {
        LiveView view = LiveView.on(new Terminal(true, false, false, 120), out);
        view.show(frame());
        bytes.reset();

        view.say(new Event(Tone.WARNING, "a broker is gone"));

        assertThat(text()).startsWith(ESCAPE + "5F" + ESCAPE + "J" + "a broker is gone\n\n###");
    }

    @Test
    void nothingIsRedrawnAfterTheEnd() {
        LiveView view = LiveView.on(new Terminal(true, false, false, 120), out);
        view.show(frame());
        view.end();
        bytes.reset();

        view.show(frame());
        view.say(new Event(Tone.PLAIN, "bye"));

        assertThat(text()).isEqualTo("bye\n");
    }

    @Test
    void coloursAreThereOnlyWhenWanted() {
        LiveView view = LiveView.on(new Terminal(true, true, true, 120), out);
        view.show(frame());

        assertThat(text()).contains(ESCAPE + "31mNO_HEADROOM", "█", "░").doesNotContain("#");
    }

    @Test
    void noLineOfTheBlockIsWiderThanTheTerminal() {
        for (Line line : new FrameLines(false).block(frame())) {
            assertThat(line.render(39, false).length()).isLessThanOrEqualTo(39);
        }
    }

    @Test
    void longTextsBreakAtBlanks() {
        assertThat(Line.wrap("one two three\nfour", 7)).containsExactly("one two", "three", "four");
        assertThat(Line.wrap("averylongword x", 4)).containsExactly("averylongword", "x");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Frame frame() {
        return new Frame(
                Duration.ofSeconds(65),
                "streaming",
                30_000,
                new Frame.Rates(1_000, 990, 980),
                new Frame.Latency(4, 20),
                List.of(
                        topic("quakes", AcksVerdict.Kind.SAFE, 1, counts(15_000, 14_990, 0, 14_900), 90),
                        topic("fragile", AcksVerdict.Kind.NO_HEADROOM, -1, counts(50, 30, 12, 30), 0)));
    }

    private static Frame.TopicState topic(
            String name, AcksVerdict.Kind kind, int headroom, Ledger.Counts counts, long lag) {
        AcksVerdict verdict = new AcksVerdict(name, kind, headroom, "summary", "cure");
        return new Frame.TopicState(name, verdict, counts, OptionalLong.of(lag));
    }

    private static Ledger.Counts counts(int sent, int acked, int unknown, int consumed) {
        return new Ledger.Counts(sent, acked, 0, unknown, consumed, 0, 0, 0, 0);
    }
}
