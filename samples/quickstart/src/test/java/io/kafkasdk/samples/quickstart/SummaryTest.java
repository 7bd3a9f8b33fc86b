package io.kafkasdk.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Outage.Report OUTAGE = new Outage.Report(3, true, 40, 90, failure(ErrorKind.SHORT_ISR));
    private static final Ledger.Counts GOOD = new Ledger.Counts(100, 100, 0, 0, 100, 0, 0, 0, 0);
    private static final Ledger.Counts FRAGILE = new Ledger.Counts(100, 60, 0, 40, 75, 0, 15, 0, 0);

    @Test
    void endsWithZeroWhenAllHeld() {
        assertThat(summary(GOOD, FRAGILE, OUTAGE).exitCode()).isZero();
    }

    @Test
    void allowsRedelivery() {
        Ledger.Counts again = new Ledger.Counts(100, 100, 0, 0, 100, 0, 0, 0, 7);

        assertThat(summary(again, FRAGILE, OUTAGE).exitCode()).isZero();
    }

    @Test
    void endsWithOneForALossOnEitherTopic() {
        Ledger.Counts loss = new Ledger.Counts(100, 100, 0, 0, 99, 1, 0, 0, 0);
        Ledger.Counts fragileLoss = new Ledger.Counts(100, 60, 0, 40, 59, 1, 0, 0, 0);

        assertBroken(summary(loss, FRAGILE, OUTAGE), "lost 1");
        assertBroken(summary(GOOD, fragileLoss, OUTAGE), "lost 1");
    }

    @Test
    void endsWithOneForADuplicate() {
        Ledger.Counts twice = new Ledger.Counts(100, 100, 0, 0, 100, 0, 0, 2, 0);

        assertBroken(summary(twice, FRAGILE, OUTAGE), "duplicates 2");
    }

    @Test
    void endsWithOneForARecordThatWasNotAcknowledged() {
        Ledger.Counts failed = new Ledger.Counts(100, 99, 1, 0, 99, 0, 0, 0, 0);
        Ledger.Counts notSent = new Ledger.Counts(99, 99, 0, 0, 99, 0, 0, 0, 0);

        assertBroken(summary(failed, FRAGILE, OUTAGE), "acknowledged");
        assertBroken(summary(notSent, FRAGILE, OUTAGE), "acknowledged");
    }

    @Test
    void endsWithOneWhenTheWarningOrTheReasonWasMissing() {
        Outage.Report unwarned = new Outage.Report(3, false, 40, 90, OUTAGE.failures());

        assertBroken(summary(GOOD, FRAGILE, unwarned), "before the kill");
        assertBroken(summary(GOOD, FRAGILE, outage(failure(ErrorKind.TIMED_OUT))), "short ISR");
        assertBroken(summary(GOOD, FRAGILE, outage(null)), "short ISR");
    }

    @Test
    void doesNotClaimToKnowALogThatItDidNotReadToTheEnd() {
        Summary summary = new Summary(
                100,
                List.of(new Summary.TopicResult("quakes", GOOD, null, List.of())),
                null,
                false,
                Duration.ofSeconds(1));

        assertBroken(summary, "not read to its end");
    }

    @Test
    void tellsWhatBecameOfTheFragileTopic() {
        Summary summary = summary(GOOD, FRAGILE, OUTAGE);

        String text = new SummaryText(summary, 400)
                .lines(Path.of("a.log")).stream()
                        .map(line -> line.render(400, false))
                        .collect(Collectors.joining("\n"));

        assertThat(text)
                .contains("Summary after 0:42", "lost", "a.log")
                .containsPattern("before the kill +40 +40\n +while broker 3 was out +50 +10\n")
                .contains("40 failed on fragile: 1 SHORT_ISR; outcome Unknown for 40, of which 15 turned up in the log")
                .contains("First failure: Not written. Cause: too few replicas. Cure: raise RF.")
                .contains("  ok      Every acknowledged record was consumed: lost 0")
                .doesNotContain("BROKEN");
    }

    private static void assertBroken(Summary summary, String words) {
        assertThat(summary.exitCode()).isEqualTo(1);
        assertThat(summary.promises())
                .filteredOn(promise -> !promise.kept())
                .singleElement()
                .satisfies(promise -> assertThat(promise.text()).contains(words));
    }

    private static Board.Failures failure(ErrorKind kind) {
        Diagnosis diagnosis = new Diagnosis(kind, "Not written", "too few replicas", "raise RF");
        return Board.Failures.of(new KafkaSdkException(diagnosis, null));
    }

    private static Outage.Report outage(Board.@Nullable Failures failures) {
        return new Outage.Report(3, true, 40, 90, failures);
    }

    private static Summary summary(Ledger.Counts main, Ledger.Counts fragile, Outage.Report outage) {
        List<Summary.Phase> phases = List.of(
                new Summary.Phase("before the kill", 40, 40), new Summary.Phase("while broker 3 was out", 50, 10));
        return new Summary(
                100,
                List.of(
                        new Summary.TopicResult("quakes", main, null, List.of()),
                        new Summary.TopicResult("fragile", fragile, failure(ErrorKind.SHORT_ISR), phases)),
                outage,
                true,
                Duration.ofSeconds(42));
    }
}
