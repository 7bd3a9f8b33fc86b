package io.kafkasdk.samples.monitoring.check;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus, by its HTTP API. */
final class PrometheusApi implements SeriesSource {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String STEP = "5";
    private static final String SUCCESS = "success";

    private final URI base;
    private final Duration window;
    private final HttpClient http = HttpClient.newHttpClient();

    /** {@code window} is how far back it looks for numbers. */
    PrometheusApi(URI base, Duration window) {
        this.base = base;
        this.window = window;
    }

    @Override
    public Set<String> names() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        JsonNode answer = ask("/api/v1/label/__name__/values", Map.of());
        answer.path("data").forEach(name -> names.add(name.asString()));
        return names;
    }

    @Override
    public List<Expression> rules() throws IOException, InterruptedException {
        List<Expression> rules = new ArrayList<>();
        for (JsonNode group : ask("/api/v1/rules", Map.of()).path("data").path("groups")) {
            String file = "" + Path.of(group.path("file").asString()).getFileName();
            for (JsonNode rule : group.path("rules")) {
                rules.add(new Expression(
                        file,
                        rule.path("name").asString(),
                        rule.path("query").asString(),
                        "",
                        rule.path("type").asString().equals("recording")));
            }
        }
        return rules;
    }

    @Override
    public Answer ask(String promql) throws IOException, InterruptedException {
        Instant now = Instant.now();
        JsonNode answer = ask(
                "/api/v1/query_range",
                Map.of(
                        "query",
                        promql,
                        "start",
                        Long.toString(now.minus(window).getEpochSecond()),
                        "end",
                        Long.toString(now.getEpochSecond()),
                        "step",
                        STEP));
        if (!answer.path("status").asString("").equals(SUCCESS)) {
            return new Answer(answer.path("error").asString("no reason given"), List.of());
        }
        List<Map<String, String>> series = new ArrayList<>();
        for (JsonNode one : answer.path("data").path("result")) {
            if (hasNumber(one.path("values"))) {
                Map<String, String> labels = new LinkedHashMap<>();
                one.path("metric")
                        .properties()
                        .forEach(label ->
                                labels.put(label.getKey(), label.getValue().asString()));
                series.add(labels);
            }
        }
        return new Answer("", series);
    }

    private static boolean hasNumber(JsonNode values) {
        for (JsonNode value : values) {
            if (!value.path(1).asString().equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    private JsonNode ask(String path, Map<String, String> form) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        form.forEach((key, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
        if (!form.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return MAPPER.readTree(response.body());
    }
}
