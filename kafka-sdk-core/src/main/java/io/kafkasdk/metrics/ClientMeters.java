package io.kafkasdk.metrics;

import io.kafkasdk.metrics.MetricsOptions.ClientMetrics;
import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What is told of each client: its versions, and the figures of the Kafka clients behind it. They are read when the registry
 * asks, with the same tags from the start.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class ClientMeters {

    private static final double MILLIS = 1e-3;

    private final MeterSet meters;
    private final ClientMetrics wanted;
    private final Map<OpenClient, OneClient> clients = new ConcurrentHashMap<>();
    private final Map<OpenClient, AllFigures> binders = new ConcurrentHashMap<>();
    /** Gone, and not closed: when they are, they remove series that the next one of their name would share. */
    private final Set<OpenClient> leaving = ConcurrentHashMap.newKeySet();

    ClientMeters(MeterSet meters, ClientMetrics wanted) {
        this.meters = meters;
        this.wanted = wanted;
    }

    /** Registers a client, unless it is known: then it may be another one of the same name. */
    void opened(OpenClient opened, Supplier<? extends Map<MetricName, ? extends Metric>> source) {
        OneClient known = clients.get(opened);
        if (known != null) {
            known.figures.readFrom(source);
            return;
        }
        OneClient client = new OneClient(new KafkaFigures(source), new ArrayList<>());
        register(opened, client);
        clients.put(opened, client);
        bindAll();
    }

    private void register(OpenClient opened, OneClient client) {
        String clientId = opened.clientId();
        String kind = opened.kind();
        client.meters.add(meters.gauge(
                ClientNames.INFO, () -> 1, clientId, kind, opened.group(), Versions.sdk(), Versions.kafkaClients()));
        // A guarded producer may have two Kafka clients from the start; the others have one, of their own client.id.
        Set<String> kafkaClients = client.figures.clientIds();
        for (String id : kafkaClients.isEmpty() ? Set.of(clientId) : kafkaClients) {
            client.meters.addAll(kafkaClient(id, kind, client.figures));
        }
    }

    private List<Meter> kafkaClient(String id, String kind, KafkaFigures figures) {
        List<Meter> registered = new ArrayList<>();
        switch (kind) {
            case OpenClient.PRODUCER, OpenClient.TRANSACTIONAL_PRODUCER, OpenClient.ADOPTED_PRODUCER -> {
                MetricName free = KafkaFigures.name(id, "producer-metrics", "buffer-available-bytes");
                MetricName total = KafkaFigures.name(id, "producer-metrics", "buffer-total-bytes");
                registered.add(meters.gauge(
                        ProducerNames.BUFFER_USED, () -> 1 - figures.value(free) / figures.value(total), id));
                registered.add(throttle(id, kind, figures, "producer-metrics", "produce-throttle-time-avg"));
            }
            case OpenClient.CONSUMER, OpenClient.ADOPTED_CONSUMER ->
                registered.add(
                        throttle(id, kind, figures, "consumer-fetch-manager-metrics", "fetch-throttle-time-avg"));
            // The Kafka client of a share group has other figures.
            default -> {
                return registered;
            }
        }
        if (wanted == ClientMetrics.ALLOW_LIST) {
            AllowedMetric.of(kind).forEach(allowed -> registered.add(allowed(allowed, id, kind, figures)));
        }
        return registered;
    }

    /** NaN before the first request; a client without a quota has 0 from then on, or NaN again when it is idle. */
    private Meter throttle(String id, String kind, KafkaFigures figures, String group, String name) {
        MetricName throttled = KafkaFigures.name(id, group, name);
        return meters.timeGauge(ClientNames.THROTTLE_TIME, () -> figures.value(throttled) * MILLIS, id, kind);
    }

    private Meter allowed(AllowedMetric allowed, String id, String kind, KafkaFigures figures) {
        MetricName name = KafkaFigures.name(id, allowed.group(), allowed.name());
        return switch (allowed.meter().type()) {
            case COUNTER -> {
                RisingTotal total = new RisingTotal(figures, name, allowed.factor());
                yield meters.total(allowed.meter(), total::value, id, kind);
            }
            case TIME_GAUGE ->
                meters.timeGauge(allowed.meter(), () -> figures.value(name) * allowed.factor(), id, kind);
            default -> meters.gauge(allowed.meter(), () -> figures.value(name) * allowed.factor(), id, kind);
        };
    }

    /**
     * Removes the series of the clients that are gone, and binds those that have a Kafka client by now.
     *
     * @return what is still to be closed, which may block, and then to be named to {@link #left}
     */
    Map<OpenClient, AllFigures> retain(Set<OpenClient> open) {
        Set<OpenClient> left = new HashSet<>(clients.keySet());
        left.removeAll(open);
        left.forEach(this::remove);
        Map<OpenClient, AllFigures> gone = new HashMap<>(binders);
        gone.keySet().removeAll(open);
        binders.keySet().removeAll(gone.keySet());
        gone.values().forEach(AllFigures::shutdown);
        leaving.addAll(gone.keySet());
        bindAll();
        return gone;
    }

    private void remove(OpenClient gone) {
        OneClient client = clients.remove(gone);
        if (client == null) {
            return;
        }
        client.meters.forEach(meters::remove);
        clients.forEach((other, same) -> {
            if (other.hasNameOf(gone)) {
                // It shared the series that went.
                same.meters.forEach(meters::remove);
                same.meters.clear();
                register(other, same);
            }
        });
    }

    /** These are closed now: another one of their name may come. */
    void left(Set<OpenClient> closed) {
        leaving.removeAll(closed);
    }

    /**
     * Not before there is a Kafka client: Micrometer looks for its version once, and for new figures once a minute. Not
     * those of the application, which has a binder of its own for them where it wants one, under the same names.
     */
    private void bindAll() {
        if (wanted != ClientMetrics.ALL) {
            return;
        }
        clients.forEach((open, client) -> {
            if (!open.isAdopted()
                    && !leaving.contains(open)
                    && !client.figures.all().isEmpty()) {
                binders.computeIfAbsent(open, key -> AllFigures.bind(meters, key.clientId(), client.figures));
            }
        });
    }

    /** Returns the groups of the clients; with an empty name where producers are among them. */
    Set<String> groups() {
        return clients.keySet().stream().map(OpenClient::group).collect(Collectors.toSet());
    }

    void close() {
        binders.values().forEach(AllFigures::shutdown);
        binders.values().forEach(AllFigures::close);
        binders.clear();
    }

    private record OneClient(KafkaFigures figures, List<Meter> meters) {}
}
