package io.kafkasdk.tracing;

import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.producer.SendTrace;
import io.micrometer.observation.Observation;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** One send under observation. No scope is opened: the outcome is told on a thread of the Kafka client's. */
final class ObservedSend implements SendTrace {

    private final Observations observations;
    private final Observation observation;
    private final SentRecordContext context;

    ObservedSend(Observations observations, Observation observation, SentRecordContext context) {
        this.observations = observations;
        this.observation = observation;
        this.context = context;
    }

    @Override
    public <K, V> ProducerRecord<K, V> carry(ProducerRecord<K, V> record) {
        Headers headers = context.getCarrier();
        // Never the caller's own headers: it may send its record again.
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.timestamp(), record.key(), record.value(), headers);
    }

    // What the dependent stage returns is nobody's business: the future behind it is what counts.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public CompletableFuture<SendReceipt> follow(CompletableFuture<SendReceipt> sent) {
        CompletableFuture<SendReceipt> told = new CompletableFuture<>();
        sent.whenComplete((receipt, failure) -> {
            if (failure == null) {
                delivered(receipt.partition(), receipt.offset());
                told.complete(receipt);
            } else {
                failed(failure);
                told.completeExceptionally(failure);
            }
        });
        return told;
    }

    @Override
    public void delivered(int partition, long offset) {
        context.landed(partition, offset);
        observations.stop(observation, null);
    }

    @Override
    public void failed(Throwable failure) {
        context.failedWith(TracedFailure.typeOf(failure));
        observations.stop(
                observation, TracedFailure.of("A record for topic '" + context.topic() + "' was not sent", failure));
    }
}
