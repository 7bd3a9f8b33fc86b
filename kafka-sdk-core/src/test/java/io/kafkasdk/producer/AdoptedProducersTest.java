package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.GuardFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdoptedProducersTest {

    private static final Map<String, Object> CONFIG = Map.of("client.id", "legacy");
    private static final ProducerRecord<String, String> RECORD = new ProducerRecord<>("orders", "key", "value");
    private static final ProducerRecord<String, String> UNSAFE = new ProducerRecord<>("single", "key", "value");

    private final MockProducer<String, String> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new StringSerializer());
    private final GuardFixture fixture =
            new GuardFixture().topic("orders", 2, healthy(1, 2, 3)).topic("single", 1, healthy(1));
    private final AcksGuard guard = fixture.guard(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
    private final ToldSends told = new ToldSends();
    private final List<AdoptedProducer> shown = new ArrayList<>();
    private final AdoptedProducers adopted = new AdoptedProducers(guard, told, shown::add);
    private final Producer<String, String> producer = adopted.adopt(kafka, CONFIG);
    private final List<String> called = new ArrayList<>();

    private void called(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        called.add(exception == null ? "delivered" : exception.getClass().getSimpleName());
    }

    private void isLookedAt(String topic) {
        guard.safetyOf(topic);
        fixture.runBackground();
    }

    @Test
    void aRecordIsToldAcceptedAndThenDeliveredAndTheApplicationGetsTheClientsOwnAnswer() throws Exception {
        Future<RecordMetadata> future = producer.send(RECORD, this::called);
        assertThat(told.all).containsExactly("accepted orders");
        assertThat(called).isEmpty();
        kafka.completeNext();
        assertThat(future.get().topic()).isEqualTo("orders");
        assertThat(told.all).hasSize(2).last().asString().startsWith("delivered orders");
        assertThat(called).containsExactly("delivered");
        assertThat(kafka.history()).containsExactly(RECORD);
    }

    @Test
    void aFailureIsToldOnceAndReachesTheApplicationAsItIs() {
        NotEnoughReplicasException refusal = new NotEnoughReplicasException("one of two");
        Future<RecordMetadata> future = producer.send(RECORD, this::called);
        kafka.errorNext(refusal);
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCause(refusal);
        assertThat(called).containsExactly("NotEnoughReplicasException");
        assertThat(told.all).containsExactly("accepted orders", "failed orders SHORT_ISR accepted");
    }

    @Test
    void whatTheClientThrowsIsToldOnceAndThrown() {
        IllegalStateException full =
                new IllegalStateException("Cannot perform operation after producer has been closed");
        kafka.sendException = full;
        assertThatThrownBy(() -> producer.send(RECORD, this::called)).isSameAs(full);
        assertThat(called).isEmpty();
        assertThat(told.all).containsExactly("accepted orders", "failed orders UNEXPECTED accepted");
    }

    @Test
    void aTopicThatTheRulesRefuseTakesNoRecord() {
        isLookedAt("single");
        Future<RecordMetadata> future = producer.send(UNSAFE, this::called);
        assertThat(called).containsExactly("PolicyViolationException");
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PolicyViolationException.class)
                .hasCauseInstanceOf(SendFailedException.class);
        assertThat(told.all).containsExactly("failed single UNSAFE_TOPIC not accepted");
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void aTransactionWithARefusedRecordCannotBeCommittedAndTheNextOneCan() {
        isLookedAt("single");
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(RECORD);
        producer.send(UNSAFE);
        assertThatThrownBy(producer::commitTransaction)
                .isInstanceOf(PolicyViolationException.class)
                .hasMessageContaining("legacy")
                .hasMessageContaining("abort it");
        assertThat(kafka.transactionCommitted()).isFalse();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(RECORD);
        producer.commitTransaction();
        assertThat(kafka.transactionCommitted()).isTrue();
        assertThat(shown.get(0).isTransactional()).isTrue();
    }

    @Test
    void aNameThatNoTopicCanHaveIsTheClientsMatterAndInNoMeter() {
        producer.send(new ProducerRecord<>("no topic!", "value"));
        assertThat(told.all).isEmpty();
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void aListenerThatThrowsChangesNothing() throws Exception {
        SendListener broken = new SendListener() {
            @Override
            public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
                throw new IllegalStateException("broken");
            }
        };
        Producer<String, String> other = new AdoptedProducers(guard, broken, opened -> {}).adopt(kafka, CONFIG);
        Future<RecordMetadata> future = other.send(RECORD, this::called);
        kafka.completeNext();
        assertThat(future.get().topic()).isEqualTo("orders");
        assertThat(called).containsExactly("delivered");
    }

    @Test
    void whoCannotRegisterMetersKeepsNobodyFromItsProducer() {
        Producer<String, String> other = new AdoptedProducers(guard, told, opened -> {
                    throw new IllegalArgumentException("broken filter");
                })
                .adopt(kafka, CONFIG);
        other.send(RECORD);
        assertThat(kafka.history()).containsExactly(RECORD);
    }

    @Test
    void closingTakesItOutOfTheList() {
        assertThat(adopted.producers())
                .singleElement()
                .extracting(AdoptedProducer::clientId)
                .isEqualTo("legacy");
        producer.close();
        assertThat(adopted.producers()).isEmpty();
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void itsDurabilityIsTheClients() {
        assertThat(durability("acks", "1")).isEqualTo(Durability.LEADER);
        assertThat(durability("acks", 0)).isEqualTo(Durability.LEADER);
        assertThat(durability("acks", "-1")).isEqualTo(Durability.ALL);
        assertThat(durability("linger.ms", "1")).isEqualTo(Durability.ALL);
    }

    private Durability durability(String key, Object value) {
        shown.clear();
        adopted.adopt(kafka, Map.of(key, value));
        return shown.get(0).durability();
    }

    @Test
    void whatIsGuardedAlreadyStaysAsItIs() {
        assertThat(adopted.adopt(producer, CONFIG)).isSameAs(producer);
    }

    @Test
    void itsTopicsHaveAVerdict() {
        producer.send(RECORD);
        fixture.runBackground();
        assertThat(guard.verdicts()).extracting(verdict -> verdict.topic()).isEqualTo(List.of("orders"));
        assertThat(Set.copyOf(shown)).hasSize(1);
    }
}
