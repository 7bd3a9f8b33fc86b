package io.kafkasdk.accuracy;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.Ordering;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** The consumer of a scenario, what is done to it, and how well its lag is known. */
final class LagConsumer implements AutoCloseable {

    private final KafkaSdk sdk;
    private final LagScenario scenario;
    private final LagTruth truth;
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean holds;
    private @Nullable ManagedConsumer consumer;
    private boolean paused;
    private boolean known;
    final Errors errors = new Errors();

    /** How far estimates were off, in seconds; 0 though behind is off by all that the consumer is behind. */
    static final class Errors {
        int samples;
        int unknown;
        double largest;
        double sum;
        double naiveLargest;
        double naiveSum;
        double largestLag;
    }

    LagConsumer(KafkaSdk sdk, LagScenario scenario, LagTruth truth) {
        this.sdk = sdk;
        this.scenario = scenario;
        this.truth = truth;
        open();
    }

    private void open() {
        ConsumerSettings<String, String> settings = ConsumerSettings.group(
                        scenario.topic() + "-group", new StringDeserializer(), new StringDeserializer())
                .topics(scenario.topic())
                .ordering(Ordering.PARTITION);
        ManagedConsumer made = sdk.consumer(
                scenario == LagScenario.TRANSACTIONS
                        ? settings.kafkaProperty("isolation.level", "read_committed")
                        : settings,
                this::handle);
        made.start();
        consumer = made;
        known = false;
    }

    private void handle(ConsumerRecord<String, String> record) throws InterruptedException {
        if (holds) {
            release.await();
        }
        never.await(scenario.workMillis, TimeUnit.MILLISECONDS);
        truth.handled(record.offset(), record.timestamp());
    }

    /** Does what the scenario says for this time. */
    void act(Duration at) {
        boolean wanted = at.compareTo(LagScenario.PAUSE) >= 0 && at.compareTo(LagScenario.RESUME) < 0;
        if (wanted == paused) {
            return;
        }
        paused = wanted;
        ManagedConsumer running = consumer;
        switch (scenario) {
            case PAUSED, TRANSACTIONS -> {
                if (running != null && wanted) {
                    running.pause();
                } else if (running != null) {
                    running.resume();
                }
            }
            case STUCK -> {
                holds = wanted;
                if (!wanted) {
                    release.countDown();
                }
            }
            case RESTART -> {
                if (running != null && wanted) {
                    running.close();
                    consumer = null;
                } else {
                    open();
                }
            }
            default -> {}
        }
    }

    /** Compares estimate and truth. */
    void compare() {
        ManagedConsumer running = consumer;
        if (running == null) {
            return;
        }
        long nanos = System.nanoTime();
        LagSnapshot lag = running.lag();
        TimeLag time = lag.time(scenario.topic());
        if (!time.isKnown()) {
            errors.unknown += known ? 1 : 0;
            return;
        }
        known = true;
        LagTruth.Range behind = truth.since(nanos, lag.sampleAgeSeconds());
        double error = behind.error(time.seconds());
        double naive = behind.error(truth.naive());
        errors.samples++;
        errors.largest = Math.max(errors.largest, error);
        errors.sum += error;
        errors.naiveLargest = Math.max(errors.naiveLargest, naive);
        errors.naiveSum += naive;
        errors.largestLag = Math.max(errors.largestLag, behind.most());
    }

    @Override
    public void close() {
        release.countDown();
        never.countDown();
    }
}
