package io.kafkasdk.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class TransactionListenerTest {

    private final TransactionBench bench = new TransactionBench();

    @Test
    void eachRecordIsToldWithItsSizeAndTime() {
        bench.nextSilent();
        bench.producer.run(transaction -> {
            transaction.send("orders", "key", "value");
            bench.pass(Duration.ofNanos(9));
            while (bench.last().completeNext()) {
                // All of them.
            }
            return 0;
        });
        assertThat(bench.told.news).containsExactly("accepted orders", "acknowledged orders 8 bytes 9 ns");
    }

    @Test
    void eachRecordThatIsToldAsAcceptedEndsOnceAlsoWhereTheTransactionAborts() {
        bench.nextSilent();
        assertThatThrownBy(() -> bench.producer.run(transaction -> {
                    transaction.send("orders", "key", "1");
                    transaction.send("orders", "key", "2");
                    bench.last().completeNext();
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(bench.told.news)
                .hasSize(4)
                .startsWith("accepted orders", "accepted orders", "acknowledged orders 4 bytes 0 ns")
                .last()
                .asString()
                .startsWith("failed orders ");
    }

    @Test
    void aRecordThatTheClientRefusesIsToldAsFailed() {
        bench.next().sendException = new RecordTooLargeException("too large");
        bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(bench.told.news)
                .containsExactly("accepted orders", "failed orders RecordTooLargeException " + ErrorKind.BAD_RECORD);
    }

    @Test
    void aFencedTransactionIsToldOnceAndAnotherFailureIsNot() {
        bench.runOne();
        bench.failureOf(transaction -> {
            bench.last().fenceProducer();
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(bench.told.news)
                .filteredOn(news -> news.startsWith("fenced"))
                .containsExactly("fenced app.orders.tx");
        bench.told.news.clear();
        bench.next().sendException = new RecordTooLargeException("too large");
        bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(bench.told.news).noneMatch(news -> news.startsWith("fenced"));
    }

    @Test
    void aCommitThatIsFencedIsToldOnce() {
        bench.failureOf(transaction -> {
            bench.last().fenceProducer();
            return 0;
        });
        assertThat(bench.told.news).containsExactly("fenced app.orders.tx");
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        QuietTransactions quiet = new QuietTransactions(new TransactionListener() {
            @Override
            public void accepted(String clientId, String topic) {
                throw new LinkageError("old");
            }

            @Override
            public void fenced(String clientId) {
                throw new IllegalStateException("broken");
            }
        });
        assertThatCode(() -> {
                    quiet.accepted("app.orders.tx", "orders");
                    quiet.fenced("app.orders.tx");
                })
                .doesNotThrowAnyException();
    }
}
