package io.kafkasdk.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.transaction.TransactionOutcome.Aborted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of a transactional producer. */
class ProducerEndTest {

    private final TransactionBench bench = new TransactionBench();

    @Test
    void closingEndsTheClientAndRefusesWhatComesLater() {
        bench.runOne();
        bench.producer.close(Duration.ofSeconds(1));
        bench.producer.close(Duration.ofSeconds(1));
        assertThat(bench.last().closed()).isTrue();
        assertThat(bench.closedEvents).isEqualTo(1);
        TransactionFailedException late = bench.failureOf(transaction -> 0);
        assertThat(late.kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(late.outcome()).isInstanceOf(Aborted.class);
        assertThat(bench.made).hasSize(1);
    }

    @Test
    void closingWithinABlockLetsThatTransactionEndFirst() {
        bench.producer.run(transaction -> {
            bench.producer.close(Duration.ofSeconds(30));
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(bench.last().history()).hasSize(1);
        assertThat(bench.last().closed()).isTrue();
        assertThat(bench.closedEvents).isEqualTo(1);
    }
}
