package io.kafkasdk.samples.monitoring.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the expressions of dashboards, as Grafana would: of panels, annotations and variables. */
final class DashboardFiles {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+),\\s*(\\w+)\\)", Pattern.DOTALL);

    private DashboardFiles() {}

    /** Reads all {@code .json} files of a directory. */
    static List<Expression> read(Path directory) throws IOException {
        List<Expression> expressions = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                expressions.addAll(expressions(file.getFileName().toString(), Files.readString(file)));
            }
        }
        if (expressions.isEmpty()) {
            throw new IOException("There is no dashboard with an expression in " + directory);
        }
        return expressions;
    }

    /** Reads one dashboard. */
    static List<Expression> expressions(String file, String json) {
        JsonNode dashboard = MAPPER.readTree(json);
        List<Expression> expressions = new ArrayList<>();
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            Matcher query =
                    LABEL_VALUES.matcher(variable.path("query").path("query").asString(""));
            if (query.matches()) {
                String title = "variable " + variable.path("name").asString();
                expressions.add(new Expression(file, title, query.group(1), "{{" + query.group(2) + "}}", true));
            }
        }
        for (JsonNode annotation : dashboard.path("annotations").path("list")) {
            if (annotation.has("expr")) {
                String name = annotation.path("name").asString();
                expressions.add(new Expression(
                        file, "annotation " + name, annotation.path("expr").asString(), name, true));
            }
        }
        panels(file, dashboard.path("panels"), expressions);
        return expressions;
    }

    private static void panels(String file, JsonNode panels, List<Expression> expressions) {
        for (JsonNode panel : panels) {
            String title = panel.path("title").asString();
            for (JsonNode target : panel.path("targets")) {
                expressions.add(new Expression(
                        file,
                        title + " / " + target.path("refId").asString(),
                        target.path("expr").asString(),
                        target.path("legendFormat").asString(""),
                        true));
            }
            panels(file, panel.path("panels"), expressions);
        }
    }
}
