package io.kafkasdk.benchmarks.peers;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** Where an application puts what it sends. */
@Singleton
final class Outbox {

    static final String CHANNEL = "out";

    private final Emitter<byte[]> emitter;
    private final KafkaClientService clients;

    @Inject
    Outbox(@Channel(CHANNEL) Emitter<byte[]> emitter, KafkaClientService clients) {
        this.emitter = emitter;
        this.clients = clients;
    }

    Emitter<byte[]> emitter() {
        return emitter;
    }

    Producer<?, ?> producer() {
        return clients.getProducer(CHANNEL).unwrap();
    }
}
