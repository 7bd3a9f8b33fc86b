package io.kafkasdk.benchmarks.peers;

import io.kafkasdk.benchmarks.child.Acks;
import io.kafkasdk.benchmarks.child.ProducerFigures;
import io.kafkasdk.benchmarks.child.SendTask;
import io.kafkasdk.benchmarks.child.SendingChild;
import io.kafkasdk.benchmarks.child.SendingSide;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * SmallRye's connector in a CDI container with its defaults, but for acks=all, which all others have and is 1 there; and a
 * dependent on what the emitter returns. Waits while the emitter asks for nothing, as its documentation says.
 */
final class SmallRyeSending implements SendingSide {

    private static final String CONFIG = "mp.messaging.outgoing." + Outbox.CHANNEL + ".";
    private static final long WAIT_NANOS = 20_000;

    private final Emitter<byte[]> emitter;
    private final Producer<?, ?> producer;

    private SmallRyeSending(Emitter<byte[]> emitter, Producer<?, ?> producer) {
        this.emitter = emitter;
        this.producer = producer;
    }

    public static void main(String[] args) {
        SendingChild.run(args, SmallRyeSending::start);
    }

    // It ends with the JVM.
    @SuppressWarnings("resource")
    private static SendingSide start(SendTask task) {
        System.setProperty(CONFIG + "connector", "smallrye-kafka");
        System.setProperty(CONFIG + "topic", task.topic());
        System.setProperty(CONFIG + "bootstrap.servers", task.bootstrapServers());
        System.setProperty(CONFIG + "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        System.setProperty(CONFIG + "acks", "all");
        // The first to ask makes it; the container's own beans only look for it.
        ConfigProvider.getConfig();
        Outbox outbox = SeContainerInitializer.newInstance()
                .initialize()
                .select(Outbox.class)
                .get();
        return new SmallRyeSending(outbox.emitter(), outbox.producer());
    }

    // What a dependent returns is nobody's.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void send(byte[] value, Acks acks) {
        while (!emitter.hasRequests()) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
        emitter.send(value).whenComplete(acks);
    }

    @Override
    public double metric(String name) {
        return ProducerFigures.of(producer.metrics(), name);
    }
}
