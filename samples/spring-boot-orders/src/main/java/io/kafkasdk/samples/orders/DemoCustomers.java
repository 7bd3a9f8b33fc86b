package io.kafkasdk.samples.orders;

/** Two customers for whom handling goes wrong, to show what happens then. Do not copy this. */
final class DemoCustomers {

    /** Orders of this customer can never be handled. */
    static final String POISON = "poison";

    /** Orders of this customer take their time. */
    static final String SLOW = "slow";

    private static final long SLOW_MILLIS = 100;

    private DemoCustomers() {}

    /** Fails for an order of {@link #POISON}, waits 100 ms for one of {@link #SLOW}, does nothing for any other. */
    static void apply(Order order) throws InterruptedException {
        if (order.customer().equals(POISON)) {
            throw new IllegalStateException("Orders of customer '" + POISON + "' cannot be handled, for demonstration");
        }
        if (order.customer().equals(SLOW)) {
            Thread.sleep(SLOW_MILLIS);
        }
    }
}
