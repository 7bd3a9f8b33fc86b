package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendOutcomeTest {

    private static final SendReceipt RECEIPT =
            new SendReceipt("orders", 0, 1, 2, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE);
    private static final Diagnosis REASON = new Diagnosis(ErrorKind.TIMED_OUT, "what", "cause", "cure");

    @Test
    void aReceiptIsDelivered() {
        assertThat(outcomeOf(CompletableFuture.completedFuture(RECEIPT))).isEqualTo(new SendOutcome.Delivered(RECEIPT));
    }

    @Test
    void aFailureCarriesItsOutcomeAlsoThroughDependents() {
        CompletableFuture<SendReceipt> failed =
                CompletableFuture.failedFuture(SendFailedException.unknown(REASON, null));
        assertThat(outcomeOf(failed)).isEqualTo(new SendOutcome.Unknown(REASON));
        assertThat(outcomeOf(failed.thenApply(receipt -> receipt))).isEqualTo(new SendOutcome.Unknown(REASON));
        CompletableFuture<SendReceipt> rejected =
                CompletableFuture.failedFuture(SendFailedException.rejected(REASON, null));
        assertThat(outcomeOf(rejected)).isEqualTo(new SendOutcome.Rejected(REASON));
    }

    @Test
    void whatIsNotTheEndOfASendIsRefused() {
        IllegalStateException planted = new IllegalStateException("planted");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SendOutcome.of(null, planted))
                .withCause(planted);
    }

    private static SendOutcome outcomeOf(CompletableFuture<SendReceipt> send) {
        return send.handle(SendOutcome::of).join();
    }
}
