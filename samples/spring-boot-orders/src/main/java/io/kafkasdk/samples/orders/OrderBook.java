package io.kafkasdk.samples.orders;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The orders that this instance has handled. In memory only: enough for a sample, put a database here.
 *
 * <p><b>Threads:</b> safe for use by several; handlers run at the same time.
 */
@Component
final class OrderBook {

    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private volatile Totals totals = new Totals(0, BigDecimal.ZERO);

    /**
     * How much was ordered.
     *
     * @param orders how many orders
     * @param amount the sum of their amounts
     */
    record Totals(long orders, BigDecimal amount) {

        private Totals plus(Order order) {
            return new Totals(orders + 1, amount.add(order.amount()));
        }
    }

    /** Enters an order. A record can come twice (at least once), so an id that is known changes nothing. */
    synchronized void enter(Order order) {
        if (orders.putIfAbsent(order.id(), order) == null) {
            totals = totals.plus(order);
        }
    }

    Optional<Order> find(String id) {
        return Optional.ofNullable(orders.get(id));
    }

    Totals totals() {
        return totals;
    }
}
