package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.StringUtils;

/**
 * Looks at all that the SDK does in this process; a bean, for pages and dashboards of the application's own.
 *
 * <pre>{@code
 * @GetMapping("/kafka")
 * KafkaSdkView kafka() {
 *     return views.view();
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> safe for use by any number of threads. No method blocks: whether a cluster can be used is asked in the
 * background, when the last answer is older than ten seconds.
 */
public final class KafkaSdkViews {

    private final KafkaSdks sdks;
    private final KafkaSdkProperties properties;
    private final Connections connections;
    private final RecentDeadLetters deadLetters;
    private final Replays replays;

    KafkaSdkViews(
            KafkaSdks sdks,
            KafkaSdkProperties properties,
            Connections connections,
            RecentDeadLetters deadLetters,
            Replays replays) {
        this.sdks = sdks;
        this.properties = properties;
        this.connections = connections;
        this.deadLetters = deadLetters;
        this.replays = replays;
    }

    /** Returns what is known of all clusters; a copy. */
    public KafkaSdkView view() {
        List<ClusterView> clusters =
                sdks.all().values().stream().map(this::look).toList();
        return new KafkaSdkView(
                Clock.systemUTC().instant(),
                properties.endpoint().actions(),
                clusters,
                deadLetters.view(),
                replays.view());
    }

    /** Returns what is known of one cluster; empty when there is none of this alias. */
    public Optional<ClusterView> cluster(String alias) {
        return Optional.ofNullable(sdks.all().get(alias)).map(this::look);
    }

    private ClusterView look(KafkaSdk sdk) {
        return new ClusterLook(sdk, consumerNames(sdk)).view(connections.of(sdk).lastKnown());
    }

    private Map<String, String> consumerNames(KafkaSdk sdk) {
        Map<String, String> names = new HashMap<>();
        boolean main = sdks.isMain(sdk);
        properties.consumers().forEach((name, consumer) -> {
            String cluster = consumer.cluster();
            if (StringUtils.hasText(cluster) ? cluster.equals(sdk.cluster()) : main) {
                String group = consumer.group();
                names.put(StringUtils.hasText(group) ? group : sdk.application() + "." + name, name);
            }
        });
        return names;
    }
}
