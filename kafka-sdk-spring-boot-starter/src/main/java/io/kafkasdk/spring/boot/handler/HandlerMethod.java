package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ConsumerSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A method of a bean that handles records.
 *
 * <p><b>Threads:</b> called on any number of worker threads at the same time.
 */
final class HandlerMethod {

    private final Object bean;
    private final Method method;
    private final HandlerShape shape;
    private final Argument[] arguments;

    /**
     * Makes one.
     *
     * @param bean the bean, or its proxy
     * @param method accessible, and to be called on exactly this bean
     * @param shape what it takes
     */
    HandlerMethod(Object bean, Method method, HandlerShape shape) {
        this.bean = bean;
        this.method = method;
        this.shape = shape;
        this.arguments = shape.arguments().toArray(Argument[]::new);
    }

    /** Makes the consumer whose work it does; does not start it. */
    <K, V> ManagedConsumer open(KafkaSdk sdk, ConsumerSettings<K, V> settings) {
        return switch (shape.kind()) {
            case RECORD -> sdk.consumer(settings, this::handle);
            case ACKNOWLEDGED -> sdk.asyncConsumer(settings, this::begin);
            case STAGE -> sdk.asyncConsumer(settings, this::stage);
            case RECORDS -> sdk.batchConsumer(settings, this::handleRecords);
            case VALUES -> sdk.batchConsumer(settings, this::handleValues);
        };
    }

    void handle(ConsumerRecord<?, ?> record) throws Exception {
        call(argumentsOf(record, null));
    }

    CompletionStage<?> begin(ConsumerRecord<?, ?> record) throws Exception {
        StageAcknowledgement acknowledgement = new StageAcknowledgement(new CompletableFuture<>());
        call(argumentsOf(record, acknowledgement));
        return acknowledgement.stage();
    }

    CompletionStage<?> stage(ConsumerRecord<?, ?> record) throws Exception {
        if (call(argumentsOf(record, null)) instanceof CompletionStage<?> stage) {
            return stage;
        }
        throw new IllegalStateException("The handler " + method + " returned null instead of a CompletionStage");
    }

    void handleRecords(List<? extends ConsumerRecord<?, ?>> records) throws Exception {
        call(records);
    }

    void handleValues(List<? extends ConsumerRecord<?, ?>> records) throws Exception {
        // Not List.of: the value of a tombstone is null.
        call(records.stream().map(ConsumerRecord::value).toList());
    }

    private @Nullable Object[] argumentsOf(ConsumerRecord<?, ?> record, @Nullable Acknowledgement acknowledgement) {
        @Nullable Object[] given = new Object[arguments.length];
        for (int i = 0; i < given.length; i++) {
            given[i] = arguments[i].of(record, acknowledgement);
        }
        return given;
    }

    private @Nullable Object call(@Nullable Object... given) throws Exception {
        try {
            return method.invoke(bean, given);
        } catch (InvocationTargetException thrown) {
            Throwable own = thrown.getCause();
            if (own instanceof Error error) {
                throw error;
            }
            throw own instanceof Exception exception ? exception : thrown;
        } catch (IllegalArgumentException refused) {
            // Thrown before the method is entered: only a Deserializer of the application's own can make other types.
            throw new IllegalStateException(
                    "The handler " + method
                            + " was not called: the deserializer made a key or value of another type than"
                            + " its parameter; correct the one or the other",
                    refused);
        }
    }
}
