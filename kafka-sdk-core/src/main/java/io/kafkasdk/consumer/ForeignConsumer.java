package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ConsumerEvents.Loss;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka consumer that the application polls, with somebody who takes notes. What the application sees is the client's:
 * each call goes to it once, with what it returns and throws, and what goes wrong with the notes is logged. A proxy, because
 * Kafka's interface grows from version to version.
 *
 * <p><b>Threads:</b> as the client: one at a time, but for {@code wakeup} and {@code metrics}.
 */
final class ForeignConsumer implements InvocationHandler {

    private static final Logger log = LoggerFactory.getLogger(ForeignConsumer.class);

    private final org.apache.kafka.clients.consumer.Consumer<?, ?> client;
    private final PolledProgress progress;
    private final LongSupplier nanoClock;
    private final Runnable onClosed;
    private boolean hasComplained;

    ForeignConsumer(
            org.apache.kafka.clients.consumer.Consumer<?, ?> client,
            PolledProgress progress,
            LongSupplier nanoClock,
            Runnable onClosed) {
        this.client = client;
        this.progress = progress;
        this.nanoClock = nanoClock;
        this.onClosed = onClosed;
    }

    /** Returns whether this is such a consumer. */
    static boolean isOne(org.apache.kafka.clients.consumer.Consumer<?, ?> client) {
        return Proxy.isProxyClass(client.getClass()) && Proxy.getInvocationHandler(client) instanceof ForeignConsumer;
    }

    /** Returns it behind Kafka's interface. */
    @SuppressWarnings("unchecked")
    <K, V> org.apache.kafka.clients.consumer.Consumer<K, V> asKafkaConsumer() {
        return (org.apache.kafka.clients.consumer.Consumer<K, V>) Proxy.newProxyInstance(
                ForeignConsumer.class.getClassLoader(),
                new Class<?>[] {org.apache.kafka.clients.consumer.Consumer.class},
                this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] args = given == null ? new Object[0] : given;
        return switch (method.getName()) {
            case "poll" -> poll(method, args);
            case "subscribe" -> subscribe(method, args);
            case "assign", "unsubscribe" -> reassign(method, args);
            case "seek" -> seek(method, args);
            case "seekToBeginning", "seekToEnd" -> seekSomewhere(method, args);
            case "commitSync" -> commitSync(method, args);
            case "commitAsync" -> commitAsync(args);
            case "close" -> close(method, args);
            case "equals" -> args.length == 1 ? proxy == args[0] : call(method, args);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "watched " + client;
            default -> call(method, args);
        };
    }

    private @Nullable Object poll(Method method, Object[] args) throws Throwable {
        quietly(PolledProgress::polls);
        Object records;
        try {
            records = call(method, args);
        } finally {
            quietly(PolledProgress::polled);
        }
        if (records instanceof ConsumerRecords<?, ?> returned) {
            quietly(notes -> notes.returned(returned));
        }
        return records;
    }

    private @Nullable Object subscribe(Method method, Object[] args) throws Throwable {
        ConsumerRebalanceListener own =
                args.length == 2 && args[1] instanceof ConsumerRebalanceListener listener ? listener : null;
        if (args.length == 2 && own == null) {
            // The client says what it thinks of that.
            return call(method, args);
        }
        Method listening = org.apache.kafka.clients.consumer.Consumer.class.getMethod(
                "subscribe", method.getParameterTypes()[0], ConsumerRebalanceListener.class);
        return call(listening, args[0], new Ear(own));
    }

    private @Nullable Object reassign(Method method, Object[] args) throws Throwable {
        Object result = call(method, args);
        quietly(notes -> notes.reassigned(client.assignment()));
        return result;
    }

    private @Nullable Object seek(Method method, Object[] args) throws Throwable {
        Object result = call(method, args);
        long offset = args[1] instanceof OffsetAndMetadata place ? place.offset() : (Long) args[1];
        quietly(notes -> notes.sought((TopicPartition) args[0], offset));
        return result;
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object seekSomewhere(Method method, Object[] args) throws Throwable {
        Object result = call(method, args);
        quietly(notes -> notes.soughtSomewhere((Collection<TopicPartition>) args[0]));
        return result;
    }

    private @Nullable Object commitSync(Method method, Object[] args) throws Throwable {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(args);
        quietly(notes -> notes.commits(offsets));
        long start = nanoClock.getAsLong();
        boolean succeeded = false;
        try {
            Object result = call(method, args);
            succeeded = true;
            return result;
        } finally {
            boolean hasSucceeded = succeeded;
            quietly(notes -> notes.committed(offsets, hasSucceeded, nanoClock.getAsLong() - start));
        }
    }

    private @Nullable Object commitAsync(Object[] args) {
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(args);
        quietly(notes -> notes.commits(offsets));
        Object last = args.length == 0 ? null : args[args.length - 1];
        OffsetCommitCallback own = last instanceof OffsetCommitCallback callback ? callback : null;
        long start = nanoClock.getAsLong();
        OffsetCommitCallback noting = (committed, failure) -> {
            quietly(notes -> notes.committed(committed, failure == null, nanoClock.getAsLong() - start));
            if (own != null) {
                own.onComplete(committed, failure);
            } else if (failure != null) {
                // As the client does for who gives no callback.
                log.error("Offset commit with offsets {} failed", committed, failure);
            }
        };
        if (offsets == null) {
            client.commitAsync(noting);
        } else {
            client.commitAsync(offsets, noting);
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<TopicPartition, OffsetAndMetadata> offsets(Object[] args) {
        return args.length > 0 && args[0] instanceof Map<?, ?> map
                ? (Map<TopicPartition, OffsetAndMetadata>) map
                : null;
    }

    private @Nullable Object close(Method method, Object[] args) throws Throwable {
        Object result;
        try {
            result = call(method, args);
        } catch (ConcurrentModificationException otherThread) {
            // It is not closed.
            throw otherThread;
        } catch (Throwable failure) {
            closed();
            throw failure;
        }
        closed();
        return result;
    }

    private void closed() {
        quietly(notes -> notes.reassigned(java.util.Set.of()));
        onClosed.run();
    }

    private @Nullable Object call(Method method, @Nullable Object... args) throws Throwable {
        try {
            return method.invoke(client, args);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** Records that were fetched must reach the application, whatever happens here. */
    private void quietly(Consumer<PolledProgress> note) {
        try {
            note.accept(progress);
        } catch (Throwable e) {
            if (!hasComplained) {
                hasComplained = true;
                log.warn("An adopted consumer cannot be watched; it goes on, further failures are not logged", e);
            }
        }
    }

    /** Hears of rebalances, beside the application's own listener. */
    private final class Ear implements ConsumerRebalanceListener {

        private final @Nullable ConsumerRebalanceListener own;

        private Ear(@Nullable ConsumerRebalanceListener own) {
            this.own = own;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            quietly(notes -> notes.assigned(List.copyOf(partitions)));
            if (own != null) {
                own.onPartitionsAssigned(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            List<TopicPartition> gone = List.copyOf(partitions);
            try {
                if (own != null) {
                    own.onPartitionsRevoked(partitions);
                }
            } finally {
                quietly(notes -> notes.left(gone, Loss.GIVEN));
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            List<TopicPartition> gone = List.copyOf(partitions);
            try {
                if (own != null) {
                    own.onPartitionsLost(partitions);
                }
            } finally {
                quietly(notes -> notes.left(gone, Loss.TAKEN));
            }
        }
    }
}
