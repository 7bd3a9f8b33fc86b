package io.kafkasdk.samples.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.metrics.MeterName;
import io.kafkasdk.metrics.MeterNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That rules and dashboards ask for nothing of the SDK that it does not have. Needs no Prometheus. */
class NamesTest {

    private static final Pattern SDK_NAME = Pattern.compile("kafka_sdk_[a-z_]+");

    @Test
    void rulesAndDashboardsUseOnlyNamesThatTheSdkHas() throws IOException {
        Set<String> known = prometheusNames();
        for (Path file : files("prometheus/rules", "prometheus/tests", "grafana/dashboards")) {
            Set<String> unknown = new TreeSet<>(used(Files.readString(file)));
            unknown.removeAll(known);
            assertThat(unknown).as(file.toString()).isEmpty();
        }
    }

    @Test
    void theCheckSeesAWrongName() {
        assertThat(prometheusNames()).contains("kafka_sdk_consumer_lag_records");
        assertThat(used("rate(kafka_sdk_consumer_wrong_total[5m])"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(prometheusNames());
    }

    private static Set<String> used(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = SDK_NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private static List<Path> files(String... directories) throws IOException {
        List<Path> all = new java.util.ArrayList<>();
        for (String directory : directories) {
            try (Stream<Path> files = Files.list(Path.of(directory))) {
                all.addAll(files.toList());
            }
        }
        return all;
    }

    /** As Micrometer's Prometheus registry names the meters of the catalogue. */
    private static Set<String> prometheusNames() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MeterNames.all().forEach(meter -> register(registry, meter));
        return Stream.of(registry.scrape().split("\n"))
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void register(PrometheusMeterRegistry registry, MeterName meter) {
        List<Tag> tags = meter.tagKeys().stream().map(key -> Tag.of(key, "any")).toList();
        switch (meter.type()) {
            case COUNTER ->
                Counter.builder(meter.name()).baseUnit(meter.unit()).tags(tags).register(registry);
            case GAUGE ->
                Gauge.builder(meter.name(), () -> 1)
                        .baseUnit(meter.unit())
                        .tags(tags)
                        .register(registry);
            case TIME_GAUGE ->
                TimeGauge.builder(meter.name(), () -> 1, TimeUnit.SECONDS)
                        .tags(tags)
                        .register(registry);
            case TIMER ->
                Timer.builder(meter.name())
                        .serviceLevelObjectives(java.time.Duration.ofMillis(5))
                        .tags(tags)
                        .register(registry);
        }
    }
}
