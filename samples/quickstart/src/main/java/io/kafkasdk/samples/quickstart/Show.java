package io.kafkasdk.samples.quickstart;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.test.Broker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The run from the first topic to the last count. */
final class Show {

    private static final int TRICKLE_PER_SECOND = 5;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Options options;
    private final Stage stage;
    private final LiveView view;
    private final Board board;
    private final RecordTag tag;

    Show(Options options, Stage stage, LiveView view, Board board, RecordTag tag) {
        this.options = options;
        this.stage = stage;
        this.view = view;
        this.board = board;
        this.tag = tag;
    }

    Summary play() throws InterruptedException, IOException, StageException {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (KafkaSdk sdk =
                SdkSetup.sdk(stage.bootstrapServers(), registry, (verdict, policy) -> board.verdict(verdict))) {
            int brokers = sdk.verifyConnection().brokers().size();
            board.say(Tone.GOOD, "Connected to " + brokers + " brokers at " + stage.bootstrapServers());
            Topics topics = stage.createTopics(brokers);

            List<Channel> channels = open(sdk, topics);
            Map<String, Ledger> ledgers = new LinkedHashMap<>();
            channels.forEach(channel -> ledgers.put(channel.topic(), channel.ledger()));
            QuakeReader reader = new QuakeReader(tag, ledgers);
            ManagedConsumer consumer = SdkSetup.consumer(sdk, tag.run(), topics, reader);
            consumer.start();

            Sampler sampler = new Sampler(board, channels, consumer, registry, options.records());
            Summary summary = stream(channels, new Drain(stage.admin(), channels, reader), sampler);
            consumer.close(CLOSE_LIMIT);
            return summary;
        } finally {
            view.end();
        }
    }

    private List<Channel> open(KafkaSdk sdk, Topics topics) {
        List<Channel> channels = new ArrayList<>();
        for (String topic : topics.all()) {
            var producer = topic.equals(topics.main())
                    ? SdkSetup.producer(sdk, topic)
                    : SdkSetup.impatientProducer(sdk, topic);
            Ledger ledger = new Ledger();
            channels.add(new Channel(
                    topic,
                    ledger,
                    new QuakeSender(producer, topic, tag, ledger, failure -> board.failed(topic, failure))));
        }
        return channels;
    }

    private Summary stream(List<Channel> channels, Drain drain, Sampler sampler)
            throws InterruptedException, IOException {
        ExecutorService senders = Executors.newFixedThreadPool(2, task -> daemon(task, "quickstart-sender"));
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "quickstart-view"));
        try (QuakeFeed quakes = QuakeFeed.open(options.file());
                QuakeFeed trickle = QuakeFeed.open(options.file())) {
            int interval = view.intervalMillis();
            clock.scheduleAtFixedRate(() -> view.show(sampler.sample()), 0, interval, TimeUnit.MILLISECONDS);
            board.phase("streaming");
            Channel main = channels.get(0);
            Channel fragile = channels.size() > 1 ? channels.get(1) : null;
            Future<?> stream = senders.submit(() -> send(quakes, main, options.rate(), options.records()));
            Future<?> dripping = fragile == null
                    ? null
                    : senders.submit(() -> send(trickle, fragile, TRICKLE_PER_SECOND, Integer.MAX_VALUE));
            Outage.Report outage = outage(main, fragile);
            finish(stream);
            if (dripping != null) {
                dripping.cancel(true);
            }
            board.phase("waiting for the last acknowledgements");
            boolean ended = drain.awaitOutcomes();
            board.phase("reading the logs to their ends");
            boolean drained = ended && drain.awaitEnds();
            view.show(sampler.sample());
            return Summary.of(options.records(), channels, outage, board, drained);
        } finally {
            senders.shutdownNow();
            clock.shutdownNow();
        }
    }

    private Outage.@Nullable Report outage(Channel main, @Nullable Channel fragile) throws InterruptedException {
        Broker victim = stage.victim().orElse(null);
        return victim == null || fragile == null ? null : new Outage(victim, board, main, fragile, options).play();
    }

    /** Sends at an even rate; catches up after it was held up. */
    private static Void send(QuakeFeed feed, Channel channel, int perSecond, int records) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < records; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            channel.sender().send(feed.next());
        }
        return null;
    }

    private static void finish(Future<?> stream) throws InterruptedException, IOException {
        try {
            stream.get();
        } catch (ExecutionException e) {
            throw new IOException("The stream broke off: " + e.getCause(), e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
