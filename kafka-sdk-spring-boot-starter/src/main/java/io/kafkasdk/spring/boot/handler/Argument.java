package io.kafkasdk.spring.boot.handler;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Gives one parameter of a handler method its value. Chosen once, when the application starts. */
@FunctionalInterface
interface Argument {

    /**
     * Returns the value.
     *
     * @param record what is handled
     * @param acknowledgement of this attempt; null where no parameter takes it
     */
    @Nullable
    Object of(ConsumerRecord<?, ?> record, @Nullable Acknowledgement acknowledgement);
}
