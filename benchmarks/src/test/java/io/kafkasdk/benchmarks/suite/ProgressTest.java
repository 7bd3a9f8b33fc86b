package io.kafkasdk.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    private final AtomicLong clock = new AtomicLong();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), clock::get);

    @Test
    void whatIsLeftIsTheRestOfTheSectionAndThoseAhead() {
        progress.plan(List.of(Duration.ofMinutes(3), Duration.ofMinutes(5)));
        progress.begin("producers");
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        progress.done("plain");

        assertThat(progress.remaining()).isEqualTo(Duration.ofMinutes(7));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("=== producers, about 8 min left", "producers: plain; about 7 min left");
    }

    @Test
    void aSectionThatTakesLongerHasNothingLeft() {
        progress.plan(List.of(Duration.ofMinutes(3)));
        progress.begin("producers");
        clock.addAndGet(Duration.ofMinutes(4).toNanos());

        assertThat(progress.remaining()).isZero();
    }
}
