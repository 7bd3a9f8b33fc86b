package io.kafkasdk.samples.orders;

import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders and shows what became of them. */
@RestController
final class OrdersController {

    private static final String TOPIC = "orders";

    private final GuardedProducer<String, Order> producer;
    private final OrderBook book;

    OrdersController(@Qualifier("orders") GuardedProducer<String, Order> producer, OrderBook book) {
        this.producer = producer;
        this.book = book;
    }

    /**
     * Where an accepted order is.
     *
     * @param id the order
     * @param partition the partition of the topic
     * @param offset the offset in it
     */
    record Accepted(String id, int partition, long offset) {}

    /** 202 when the order is safely in the topic; it is handled a moment later. Failures: see {@link Problems}. */
    @PostMapping("/orders")
    CompletableFuture<ResponseEntity<Accepted>> accept(@Valid @RequestBody Order order) {
        return producer.send(TOPIC, order.id(), order).thenApply(receipt -> accepted(order, receipt));
    }

    @GetMapping("/orders/{id}")
    ResponseEntity<Order> find(@PathVariable String id) {
        return ResponseEntity.of(book.find(id));
    }

    @GetMapping("/totals")
    OrderBook.Totals totals() {
        return book.totals();
    }

    private static ResponseEntity<Accepted> accepted(Order order, SendReceipt receipt) {
        return ResponseEntity.accepted()
                .location(URI.create("/orders/" + order.id()))
                .body(new Accepted(order.id(), receipt.partition(), receipt.offset()));
    }
}
