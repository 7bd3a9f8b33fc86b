package io.kafkasdk.producer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes down what a tracer is told, and adds a header as one does. */
public final class RecordingTraces implements SendTracing {

    /** What happened, in its order. */
    public final List<String> told = new ArrayList<>();

    @Override
    public SendTrace begin(String clientId, ProducerRecord<?, ?> record) {
        String name = record.topic() + "#"
                + told.stream().filter(line -> line.startsWith("begin")).count();
        told.add("begin " + clientId + " " + name);
        return new Recording(name);
    }

    private final class Recording implements SendTrace {

        private final String name;

        private Recording(String name) {
            this.name = name;
        }

        @Override
        public <K, V> ProducerRecord<K, V> carry(ProducerRecord<K, V> record) {
            ProducerRecord<K, V> copy = new ProducerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers());
            copy.headers().add("trace", name.getBytes(StandardCharsets.UTF_8));
            return copy;
        }

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
            told.add("delivered " + name + " at " + partition + ":" + offset);
        }

        @Override
        public void failed(Throwable failure) {
            told.add("failed " + name + " " + failure.getClass().getSimpleName());
        }
    }
}
