package io.kafkasdk.samples.monitoring;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.transaction.TransactionFailedException;
import io.kafkasdk.transaction.TransactionalProducer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Produces: steady, in bursts, seldom, in transactions, and now and then what no broker takes. */
final class Load implements AutoCloseable {

    /** Values that {@link Readers} stumble over. */
    static final String POISON = "poison";

    static final String HICCUP = "hiccup";

    private static final Logger LOG = LoggerFactory.getLogger(Load.class);

    private static final int TICK_MILLIS = 100;
    private static final int TICKS_PER_SECOND = 1_000 / TICK_MILLIS;
    private static final int ORDERS_PER_TICK = 8;
    private static final int CUSTOMERS = 500;
    private static final int CLICKS_PER_TICK = 40;
    private static final int BURST_EVERY_SECONDS = 40;
    private static final int BURST_SECONDS = 6;
    private static final int REPORT_EVERY_TICKS = 8;
    private static final int AUDIT_EVERY_TICKS = 5;
    private static final int POISON_EVERY_SECONDS = 10;
    private static final int HICCUP_EVERY_SECONDS = 3;
    private static final int TOO_LARGE_EVERY_SECONDS = 20;
    private static final int INVOICES_PER_TRANSACTION = 5;
    private static final int TOO_LARGE = 3 << 20;

    /** Short, so that a run of some minutes sees what becomes of sends in an outage; the default is 2 min. */
    private static final Duration AUDIT_TIMEOUT = Duration.ofSeconds(10);

    private final GuardedProducer<String, String> orders;
    private final GuardedProducer<String, String> clicks;
    private final GuardedProducer<String, String> audit;
    private final TransactionalProducer<String, String> invoices;
    private final ScheduledExecutorService timer;
    private long tick;

    private Load(
            GuardedProducer<String, String> orders,
            GuardedProducer<String, String> clicks,
            GuardedProducer<String, String> audit,
            TransactionalProducer<String, String> invoices,
            ScheduledExecutorService timer) {
        this.orders = orders;
        this.clicks = clicks;
        this.audit = audit;
        this.invoices = invoices;
        this.timer = timer;
    }

    /** Opens the producers and begins. */
    static Load start(KafkaSdk sdk) {
        Load load = new Load(
                sdk.producer(producer("orders").topics(Topics.ORDERS, Topics.REPORTS, Topics.NOTICES)),
                sdk.producer(producer("clicks").topics(Topics.CLICKS)),
                sdk.producer(
                        producer("audit").topics(Topics.AUDIT, Topics.READINGS).deliveryTimeout(AUDIT_TIMEOUT)),
                sdk.transactionalProducer(invoices()),
                Executors.newScheduledThreadPool(2, task -> new Thread(task, "load")));
        load.timer.scheduleAtFixedRate(load::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        load.timer.scheduleWithFixedDelay(load::transaction, 0, 1, TimeUnit.SECONDS);
        return load;
    }

    /** Whoever else opens it with the same application fences this one. */
    static TransactionSettings<String, String> invoices() {
        return TransactionSettings.named("invoices", "0", new StringSerializer(), new StringSerializer())
                .topics(Topics.INVOICES);
    }

    private static ProducerSettings<String, String> producer(String name) {
        return ProducerSettings.named(name, new StringSerializer(), new StringSerializer());
    }

    /** What fails is in the meters and the event log; here it must only not end the timer. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void tick() {
        long now = tick++;
        for (int i = 0; i < ORDERS_PER_TICK; i++) {
            orders.send(Topics.ORDERS, "customer-" + (now * ORDERS_PER_TICK + i) % CUSTOMERS, order(now, i));
        }
        if (now / TICKS_PER_SECOND % BURST_EVERY_SECONDS < BURST_SECONDS) {
            for (int i = 0; i < CLICKS_PER_TICK; i++) {
                clicks.send(Topics.CLICKS, "visitor-" + i, click(now, i));
            }
        }
        if (now % REPORT_EVERY_TICKS == 0) {
            orders.send(Topics.REPORTS, "report-" + now, "report " + now);
        }
        if (now % AUDIT_EVERY_TICKS == 0) {
            audit.send(Topics.AUDIT, "entry-" + now, "entry " + now);
            audit.send(Topics.READINGS, "sensor-" + now, "reading " + now);
        }
        if (isTurn(now, TOO_LARGE_EVERY_SECONDS)) {
            audit.send(Topics.AUDIT, "large", "x".repeat(TOO_LARGE));
        }
        if (isTurn(now, (int) TimeUnit.MINUTES.toSeconds(1))) {
            orders.send(Topics.NOTICES, "notice", "notice " + now);
        }
    }

    private static String order(long now, int i) {
        if (i == 0 && isTurn(now, POISON_EVERY_SECONDS)) {
            return POISON;
        }
        return i == 1 && isTurn(now, HICCUP_EVERY_SECONDS) ? HICCUP + " " + now : "order " + now + " " + i;
    }

    private static String click(long now, int i) {
        return i == 0 && isTurn(now, 1) ? POISON : "click " + now;
    }

    private static boolean isTurn(long now, int everySeconds) {
        return now % ((long) everySeconds * TICKS_PER_SECOND) == 0;
    }

    private void transaction() {
        try {
            invoices.run(transaction -> {
                for (int i = 0; i < INVOICES_PER_TRANSACTION; i++) {
                    transaction.send(Topics.INVOICES, "invoice-" + i, "invoice");
                }
                return INVOICES_PER_TRANSACTION;
            });
        } catch (TransactionFailedException e) {
            LOG.info("A transaction failed, which is no wonder while a broker is away: {}", e.getMessage());
        }
    }

    /** Sends no more; the producers belong to the SDK. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
