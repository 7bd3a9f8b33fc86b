package io.kafkasdk.transaction;

import static io.kafkasdk.transaction.TransactionBench.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.RetriedRecords;
import io.kafkasdk.transaction.TransactionOutcome.Aborted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions whose records are not acknowledged, yet or ever. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnacknowledgedTest {

    private final TransactionBench bench = new TransactionBench();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void anAbortThatFailsLingeringRecordsAddsNothingToWhatTheBlockThrew() {
        bench.nextSilent();
        IllegalArgumentException own = new IllegalArgumentException("own");
        assertThatThrownBy(() -> bench.producer.run(transaction -> {
                    transaction.send("orders", "key", "value");
                    throw own;
                }))
                .isSameAs(own)
                .hasNoSuppressedExceptions();
        assertThat(bench.last().transactionAborted()).isTrue();
    }

    @Test
    void recordsThatNobodyAnswersForAbortWithinTheirTimeAlthoughAFlushWouldWaitForEver() {
        bench.nextSilent();
        bench.topics.topic("orders", 2, new Partition(List.of(1, 2), List.of(1)));
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(bench.pauses)
                .containsExactly(TransactionBench.SETTINGS.deliveryTimeout().plusSeconds(1));
        assertThat(bench.last().commits).isZero();
        assertThat(bench.last().transactionAborted()).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitForAcknowledgementsAndAborts() {
        bench.nextSilent();
        bench.whilePausing = () -> Thread.currentThread().interrupt();
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
        assertThat(bench.last().transactionAborted()).isTrue();
    }

    @Test
    void aDoomedTransactionWaitsForNoAcknowledgement() {
        bench.nextSilent().sendOffsetsToTransactionException = new TimeoutException("AddOffsetsToTxn");
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            assertThatThrownBy(() -> transaction.offsets(Map.of(), GROUP))
                    .isInstanceOf(TransactionFailedException.class);
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(bench.nanos).hasValue(0);
    }

    @Test
    void aTopicWhoseRecordsWaitIsNoticedAfterASecondAndOnlyWhileTheyDo() {
        bench.nextSilent();
        bench.producer.run(transaction -> {
            transaction.send("orders", "key", "value");
            bench.pass(Duration.ofSeconds(1));
            assertThat(bench.producer.stalledTopics()).isEmpty();
            bench.pass(Duration.ofMillis(1));
            transaction.send("payments", "key", "value");
            assertThat(bench.producer.stalledTopics()).containsExactly("orders");
            while (bench.last().completeNext()) {
                bench.pass(Duration.ofMillis(1));
            }
            bench.pass(Duration.ofSeconds(2));
            assertThat(bench.producer.stalledTopics()).isEmpty();
            return 0;
        });
        assertThat(bench.producer.stalledTopics()).isEmpty();
    }

    @Test
    void aRepeatedRequestNamesItsTopicOnce() {
        bench.producer.run(transaction -> {
            bench.last().countRetries("orders", 2);
            assertThat(bench.producer.retries())
                    .containsExactly(new RetriedRecords("app.orders.tx", "orders", 2, Durability.ALL));
            assertThat(bench.producer.retries()).isEmpty();
            return 0;
        });
    }

    @Test
    void anInterruptBeforeTheCommitAborts() {
        TransactionFailedException failure = bench.failureOf(transaction -> {
            Thread.currentThread().interrupt();
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
        assertThat(bench.last().transactionAborted()).isTrue();
    }

    @Test
    void aTimedOutRecordIsExplainedByItsTopic() {
        bench.next().sendException = new TimeoutException("Expiring 1 record(s)");
        bench.topics.topic("orders", 2, new Partition(List.of(1, 2), List.of(1)));
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(failure.kind()).isEqualTo(ErrorKind.SHORT_ISR);
        assertThat(failure).hasMessageContaining("bring broker 2 back");
    }
}
