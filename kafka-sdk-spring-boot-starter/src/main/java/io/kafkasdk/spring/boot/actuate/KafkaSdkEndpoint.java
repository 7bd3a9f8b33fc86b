package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.deadletter.ReplaySettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The actuator endpoint {@code kafkasdk}: what the SDK does in this process, and, where
 * {@code kafka-sdk.endpoint.actions} is true, pausing, resuming and replaying. Shows no secret and no payload.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. No operation blocks; a replay runs in the background.
 */
@Endpoint(id = "kafkasdk")
public final class KafkaSdkEndpoint {

    private static final String ACTIONS = "kafka-sdk.endpoint.actions";
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private final KafkaSdkViews views;
    private final KafkaSdks sdks;
    private final KafkaSdkProperties properties;
    private final Replays replays;

    KafkaSdkEndpoint(KafkaSdkViews views, KafkaSdks sdks, KafkaSdkProperties properties, Replays replays) {
        this.views = views;
        this.sdks = sdks;
        this.properties = properties;
        this.replays = replays;
    }

    /** Returns the whole view. */
    @ReadOperation
    public KafkaSdkView view() {
        return views.view();
    }

    /**
     * Returns the view of one cluster; with status 404 a {@link RefusalView} when there is none of this alias.
     *
     * @param cluster the alias
     */
    @ReadOperation
    public WebEndpointResponse<?> cluster(@Selector String cluster) {
        return views.cluster(cluster)
                .<WebEndpointResponse<?>>map(WebEndpointResponse::new)
                .orElseGet(() -> noCluster(cluster));
    }

    /**
     * Returns every property of one Kafka client with its value, who decided it and why; with status 404 a
     * {@link RefusalView} when there is no such client.
     *
     * @param cluster the alias of the cluster
     * @param client the client.id of a producer or consumer
     */
    @ReadOperation
    public WebEndpointResponse<?> explain(@Selector String cluster, @Selector String client) {
        return with(cluster, sdk -> {
            List<Client> clients = Client.of(sdk);
            return clients.stream()
                    .filter(one -> one.clientId().equals(client))
                    .findFirst()
                    .<WebEndpointResponse<?>>map(
                            one -> new WebEndpointResponse<>(one.explain().get()))
                    .orElseGet(() -> unknown("no client.id", client, Client.ids(clients)));
        });
    }

    /**
     * Pauses or resumes consumers, and returns an {@link ActionView}; a {@link RefusalView} with status 403 while actions are
     * not enabled, with 404 when there is no such consumer.
     *
     * @param cluster the alias of the cluster
     * @param client the client.id or the group of consumers
     * @param action what to do
     */
    @WriteOperation
    public WebEndpointResponse<?> steer(@Selector String cluster, @Selector String client, ActionView.Action action) {
        if (!properties.endpoint().actions()) {
            return notEnabled();
        }
        return with(cluster, sdk -> {
            List<Steerable> all = Steerable.of(sdk);
            List<Steerable> meant = all.stream()
                    .filter(one -> one.clientId().equals(client) || one.group().equals(client))
                    .toList();
            if (meant.isEmpty()) {
                TreeSet<String> known = new TreeSet<>();
                all.forEach(one -> known.addAll(List.of(one.clientId(), one.group())));
                return unknown("no consumer or group", client, known);
            }
            meant.forEach(one -> one.act(action));
            return new WebEndpointResponse<>(
                    new ActionView(action, meant.stream().map(Steerable::view).toList()));
        });
    }

    /**
     * Begins a replay of dead letters in the background, and returns a {@link ReplayView}; how it goes on is in
     * {@link KafkaSdkView#replays()}. A {@link RefusalView} with status 400 for names that are none, with 403 while actions
     * are not enabled, with 404 when there is no such cluster, with 409 when a replay of the group runs.
     *
     * @param cluster the alias of the cluster
     * @param group the group that gave the records up
     * @param topic the topic they came from, and go back to
     * @param deadLetterTopic where they are
     * @param dryRun whether to count only; default true
     */
    @WriteOperation
    public WebEndpointResponse<?> replay(
            @Selector String cluster, String group, String topic, String deadLetterTopic, @Nullable Boolean dryRun) {
        if (!properties.endpoint().actions()) {
            return notEnabled();
        }
        return with(cluster, sdk -> {
            try {
                ReplaySettings letters = ReplaySettings.of(group, topic, deadLetterTopic);
                return begin(sdk, Boolean.FALSE.equals(dryRun) ? letters : letters.asDryRun());
            } catch (InvalidSettingsException e) {
                return refused(WebEndpointResponse.STATUS_BAD_REQUEST, String.valueOf(e.getMessage()), List.of());
            }
        });
    }

    private WebEndpointResponse<?> begin(KafkaSdk sdk, ReplaySettings letters) {
        return replays.begin(sdk.cluster(), letters, sdk::replay)
                .<WebEndpointResponse<?>>map(WebEndpointResponse::new)
                .orElseGet(() -> refused(
                        CONFLICT,
                        "a replay for group '" + letters.group()
                                + "' is running; look at 'replays', and wait for its end",
                        List.of()));
    }

    private WebEndpointResponse<?> with(String cluster, Function<KafkaSdk, WebEndpointResponse<?>> work) {
        KafkaSdk sdk = sdks.all().get(cluster);
        return sdk == null ? noCluster(cluster) : work.apply(sdk);
    }

    private WebEndpointResponse<?> noCluster(String cluster) {
        return unknown("no cluster", cluster, sdks.all().keySet());
    }

    private static WebEndpointResponse<?> unknown(String what, String name, Collection<String> known) {
        return refused(
                WebEndpointResponse.STATUS_NOT_FOUND,
                "there is " + what + " '" + name + "'; name one of those that are known",
                known);
    }

    private static WebEndpointResponse<?> notEnabled() {
        return refused(FORBIDDEN, "this endpoint only reads; to let it act, set " + ACTIONS + "=true", List.of());
    }

    private static WebEndpointResponse<?> refused(int status, String error, Collection<String> known) {
        return new WebEndpointResponse<>(new RefusalView(error, List.copyOf(known)), status);
    }
}
