package io.kafkasdk.samples.orders;

import io.kafkasdk.spring.boot.handler.HandlesRecords;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The work for each record of the topic {@code orders}. What it throws is tried again, and then becomes a dead letter:
 * {@code kafka-sdk.consumers.order-totals} says how.
 *
 * <p><b>Threads:</b> called by several at the same time; orders of one id one after the other.
 */
@Component
final class OrderHandler {

    private static final Logger LOG = LoggerFactory.getLogger(OrderHandler.class);

    private final OrderBook book;

    OrderHandler(OrderBook book) {
        this.book = book;
    }

    /** Handles one order. A method that needs the order only takes an {@code Order}. */
    @HandlesRecords("order-totals")
    void handle(ConsumerRecord<String, Order> record) throws InterruptedException {
        Order order = record.value();
        if (order == null) {
            return; // a tombstone; nobody sends one to this topic
        }
        DemoCustomers.apply(order);
        book.enter(order);
        LOG.debug("Entered order {} of {}-{} at {}", order.id(), record.topic(), record.partition(), record.offset());
    }
}
