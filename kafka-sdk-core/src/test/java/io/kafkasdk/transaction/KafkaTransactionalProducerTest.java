package io.kafkasdk.transaction;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static io.kafkasdk.transaction.TransactionBench.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.RecordingTraces;
import io.kafkasdk.transaction.TransactionOutcome.Aborted;
import io.kafkasdk.transaction.TransactionOutcome.Unknown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaTransactionalProducerTest {

    private final TransactionBench bench = new TransactionBench();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void whatABlockSentIsCommittedWhenItReturns() {
        String result = bench.producer.run(transaction -> {
            transaction.send("orders", "key", "value");
            assertThat(bench.last().history()).isEmpty();
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(bench.last().history()).hasSize(1);
        bench.runOne();
        assertThat(bench.made).as("one client for all transactions").hasSize(1);
        assertThat(bench.last().inits).isEqualTo(1);
        assertThat(bench.last().commitCount()).isEqualTo(2);
    }

    @Test
    void whatABlockThrowsComesOutAsItIsAfterTheAbort() {
        IOException thrown = new IOException("disk full");
        assertThatThrownBy(() -> bench.producer.run(transaction -> {
                    transaction.send("orders", "key", "value");
                    throw thrown;
                }))
                .isSameAs(thrown)
                .hasNoSuppressedExceptions();
        assertThat(bench.last().transactionAborted()).isTrue();
        bench.runOne();
        assertThat(bench.made).as("an acknowledged abort keeps the client").hasSize(1);
        assertThat(bench.last().history()).hasSize(1);
    }

    @Test
    void theOffsetsOfAPollAreCommittedWithTheRecords() {
        TopicPartition partition = new TopicPartition("in", 0);
        Map<TopicPartition, OffsetAndMetadata> next = Map.of(partition, new OffsetAndMetadata(42));
        bench.producer.run(transaction -> {
            transaction.offsets(new ConsumerRecords<>(Map.of(), next), GROUP);
            return 0;
        });
        assertThat(bench.last().consumerGroupOffsetsHistory()).containsExactly(Map.of(GROUP.groupId(), next));
    }

    @Test
    void aFailedRecordAbortsAlthoughTheBlockReturns() {
        bench.next().sendException = new RecordTooLargeException("2 MB is more than 1 MB");
        AtomicReference<RuntimeException> swallowed = new AtomicReference<>();
        TransactionFailedException failure = bench.failureOf(transaction -> {
            try {
                transaction.send("orders", "key", "value");
            } catch (TransactionFailedException e) {
                swallowed.set(e);
            }
            return 0;
        });
        assertThat(failure).isSameAs(swallowed.get());
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(failure).hasMessageContaining("app.orders.0").hasMessageContaining("2 MB");
        assertThat(bench.last().commits).isZero();
        assertThat(bench.last().transactionAborted()).isTrue();
    }

    @Test
    void eachRecordEndsItsTraceAndCarriesItsHeader() {
        RecordingTraces traces = new RecordingTraces();
        TransactionBench traced = new TransactionBench(AcksRules.DEFAULT, traces);
        traced.runOne();
        assertThat(traces.told).containsExactly("begin app.orders.tx orders#0", "delivered orders#0 at 0:0");
        assertThat(traced.last().history().get(0).headers().lastHeader("trace").value())
                .isEqualTo("orders#0".getBytes(StandardCharsets.UTF_8));
        traced.last().sendException = new RecordTooLargeException("2 MB is more than 1 MB");
        traced.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(traces.told).last().isEqualTo("failed orders#1 RecordTooLargeException");
    }

    @Test
    void aRecordThatFailsOnItsWayEndsItsTrace() {
        RecordingTraces traces = new RecordingTraces();
        TransactionBench traced = new TransactionBench(AcksRules.DEFAULT, traces);
        traced.nextSilent();
        traced.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            traced.last().errorNext(new RecordTooLargeException("2 MB is more than 1 MB"));
            return 0;
        });
        assertThat(traces.told)
                .containsExactly("begin app.orders.tx orders#0", "failed orders#0 RecordTooLargeException");
    }

    @Test
    void afterAFailureTheTransactionTakesNothingMore() {
        bench.next().sendOffsetsToTransactionException = new CommitFailedException("rebalanced");
        TransactionFailedException failure = bench.failureOf(transaction -> {
            assertThatThrownBy(() -> transaction.offsets(Map.of(), GROUP))
                    .isInstanceOf(TransactionFailedException.class);
            transaction.send("orders", "key", "value");
            throw new AssertionError("not reached");
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(bench.last().uncommittedRecords()).isEmpty();
    }

    @Test
    void aMemberThatLostItsPartitionsIsToldSoAndKeepsTheClient() {
        bench.next().sendOffsetsToTransactionException = new CommitFailedException("rebalanced");
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.offsets(Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(1)), GROUP);
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.FENCED);
        assertThat(failure)
                .hasMessageContaining("group '" + GROUP.groupId() + "'")
                .hasMessageContaining("current generation");
        assertThat(failure).hasCauseInstanceOf(CommitFailedException.class);
        bench.last().sendOffsetsToTransactionException = null;
        bench.runOne();
        assertThat(bench.made).hasSize(1);
        assertThat(bench.pauses).isEmpty();
    }

    @Test
    void aTransactionCannotBeUsedOnceItsBlockEnded() {
        AtomicReference<Transaction<String, String>> escaped = new AtomicReference<>();
        bench.producer.run(transaction -> {
            escaped.set(transaction);
            return 0;
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> escaped.get().send("orders", "key", "value"))
                .withMessageContaining("has ended");
    }

    @Test
    void aBlockCannotAskForAnotherTransaction() {
        bench.producer.run(transaction -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> bench.runOne())
                    .withMessageContaining("use the one it was given");
            return 0;
        });
        assertThat(bench.last().commitCount()).isEqualTo(1);
    }

    @Test
    void aCommitThatTimesOutIsRepeatedAndMayStillSucceed() {
        bench.next().commitTimeouts = 3;
        bench.runOne();
        assertThat(bench.last().commits).isEqualTo(4);
        assertThat(bench.last().aborts).isZero();
        assertThat(bench.made).hasSize(1);
    }

    @Test
    void aCommitWithoutAnAnswerIsUnknownWithinItsBoundAndItsClientIsGivenUp() {
        TransactionBench.MockKafka silent = bench.next();
        silent.commitTimeouts = 1_000;
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Unknown.class);
        assertThat(Duration.ofNanos(bench.nanos.get())).isEqualTo(TransactionBench.SETTINGS.finishTimeout());
        assertThat(silent.aborts).as("Kafka refuses an abort behind a commit").isZero();
        assertThat(silent.closed()).isTrue();
        bench.runOne();
        assertThat(bench.made).hasSize(2);
        assertThat(bench.last().inits).isEqualTo(1);
    }

    @Test
    void aFencedCommitIsUnknownBecauseAnEarlierRequestMayHaveWorked() {
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            return fence();
        });
        assertThat(failure.outcome()).isInstanceOf(Unknown.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.FENCED);
        assertThat(failure).hasMessageContaining("transactional.id 'app.orders.0'");
    }

    @Test
    void aFencedSendIsAbortedAndTheNextTransactionHasANewClientAtOnce() {
        TransactionFailedException failure = bench.failureOf(transaction -> {
            fence();
            transaction.send("orders", "key", "value");
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.FENCED);
        assertThat(failure).hasMessageContaining("the next transaction takes the id back");
        assertThat(bench.last().closed()).isTrue();
        bench.runOne();
        assertThat(bench.made).hasSize(2);
        assertThat(bench.pauses).isEmpty();
    }

    @Test
    void twoProducersThatFenceEachOtherAreNamedAndSlowedDown() {
        for (int i = 1; i <= 4; i++) {
            TransactionFailedException failure = bench.failureOf(transaction -> {
                fence();
                transaction.send("orders", "key", "value");
                return 0;
            });
            if (i > 1) {
                assertThat(failure)
                        .hasMessageContaining(i + " times within 5 min")
                        .hasMessageContaining("two running producers share transactional.id 'app.orders.0'");
            }
        }
        assertThat(bench.pauses).hasSize(2).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) > 0);
        assertThat(bench.pauses.get(1)).isGreaterThan(bench.pauses.get(0));
        bench.pass(Recovery.FENCE_MEMORY.plusSeconds(1));
        assertThat(bench.failureOf(transaction -> {
                    fence();
                    transaction.send("orders", "key", "value");
                    return 0;
                }))
                .hasMessageContaining("the next transaction takes the id back");
    }

    @Test
    void aFencingIsCountedAlsoWhereTheBlockThrowsSomethingElse() {
        IllegalArgumentException own = new IllegalArgumentException("own");
        assertThatThrownBy(() -> bench.producer.run(transaction -> {
                    fence();
                    assertThatThrownBy(() -> transaction.send("orders", "key", "value"))
                            .isInstanceOf(TransactionFailedException.class);
                    throw own;
                }))
                .isSameAs(own)
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .singleElement()
                        .isInstanceOf(TransactionFailedException.class));
        bench.runOne();
        assertThat(bench.made).hasSize(2);
    }

    @Test
    void aBlockSlowerThanTheTimeoutIsAbortedAndNeverCommitted() {
        TransactionFailedException failure = bench.failureOf(transaction -> {
            transaction.send("orders", "key", "value");
            bench.pass(TransactionBench.SETTINGS.transactionTimeout());
            return 0;
        });
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("transactionTimeout (60 s)");
        assertThat(bench.last().commits).isZero();
    }

    @Test
    void aFencingBehindTheTimeoutIsTheCoordinatorsAndNotAnotherProducers() {
        for (int i = 0; i < 3; i++) {
            TransactionFailedException failure = bench.failureOf(transaction -> {
                bench.pass(TransactionBench.SETTINGS.transactionTimeout());
                fence();
                transaction.send("orders", "key", "value");
                return 0;
            });
            assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        }
        bench.runOne();
        assertThat(bench.made).hasSize(4);
        assertThat(bench.pauses).isEmpty();
    }

    @Test
    void anAbortWithoutAnAnswerIsRepeatedThenTheClientIsGivenUp() {
        TransactionBench.MockKafka silent = bench.next();
        silent.abortTimeouts = 1_000;
        IllegalArgumentException own = new IllegalArgumentException("own");
        assertThatThrownBy(() -> bench.producer.run(transaction -> {
                    throw own;
                }))
                .isSameAs(own);
        assertThat(silent.aborts).isEqualTo(6);
        assertThat(silent.closed()).isTrue();
        bench.runOne();
        assertThat(bench.made).hasSize(2);
    }

    @Test
    void aClientInAFatalStateIsReplaced() {
        KafkaException fatal = new KafkaException("in an error state", new OutOfOrderSequenceException("gap"));
        TransactionBench.MockKafka broken = bench.next();
        broken.commitTransactionException = fatal;
        broken.abortTransactionException = fatal;
        TransactionFailedException failure = bench.failureOf(transaction -> 0);
        assertThat(failure.outcome()).isInstanceOf(Unknown.class);
        assertThat(failure).hasMessageContaining("OutOfOrderSequenceException: gap");
        bench.runOne();
        assertThat(bench.made).hasSize(2);
    }

    @Test
    void aCommitThatTheCoordinatorRefusedIsAbortedOnceTheAbortIsAcknowledged() {
        bench.next().commitTransactionException = new KafkaException("abortable");
        assertThat(bench.failureOf(transaction -> 0).outcome()).isInstanceOf(Aborted.class);
        assertThat(bench.last().transactionAborted()).isTrue();
    }

    @Test
    void aClientThatCannotBePreparedFailsTheTransactionAndTheNextOneWaitsAWhile() {
        bench.next().initTransactionException = new TransactionalIdAuthorizationException("no");
        bench.next().initTransactionException = new InvalidTxnTimeoutException("no");
        TransactionFailedException refused = bench.failureOf(transaction -> 0);
        assertThat(refused.outcome()).isInstanceOf(Aborted.class);
        assertThat(refused.kind()).isEqualTo(ErrorKind.UNAUTHORIZED);
        assertThat(refused).hasMessageContaining("--transactional-id app.orders.0");
        TransactionFailedException tooLong = bench.failureOf(transaction -> 0);
        assertThat(tooLong.kind()).isEqualTo(ErrorKind.MISCONFIGURED);
        assertThat(tooLong).hasMessageContaining("transaction.max.timeout.ms");
        bench.runOne();
        assertThat(bench.pauses).hasSize(2);
        assertThat(bench.made).hasSize(3);
        assertThat(bench.made.subList(0, 2)).allMatch(client -> client.closed());
    }

    @Test
    void anUnreachableCoordinatorIsWaitedForWithinTheBound() {
        bench.next().initTimeouts = 3;
        bench.runOne();
        assertThat(bench.last().inits).isEqualTo(4);
        assertThat(bench.made).hasSize(1);
    }

    @Test
    void aTopicThatTheGuardRefusesDoomsTheTransaction() {
        TransactionBench strict = new TransactionBench(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
        strict.topics.topic("unsafe", 2, healthy(1, 2));
        strict.runOne("unsafe");
        strict.topics.runBackground();
        TransactionFailedException failure = strict.failureOf(transaction -> {
            transaction.send("unsafe", "key", "value");
            return 0;
        });
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNSAFE_TOPIC);
        assertThat(strict.last().uncommittedRecords()).isEmpty();
        assertThat(strict.last().history()).as("from before it was known").hasSize(1);
    }

    private int fence() {
        bench.last().fenceProducer();
        return 0;
    }
}
