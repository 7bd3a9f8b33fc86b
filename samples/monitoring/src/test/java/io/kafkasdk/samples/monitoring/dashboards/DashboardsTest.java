package io.kafkasdk.samples.monitoring.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DashboardsTest {

    private static final Path FILES = Path.of("grafana", "dashboards");
    private static final Set<String> CURRENT_TYPES = Set.of("row", "timeseries", "stat", "table", "state-timeline");

    static Stream<Dashboard> all() {
        return Dashboard.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theFilesAreWhatTheGeneratorWrites(Dashboard dashboard) throws IOException {
        assertThat(Files.readString(FILES.resolve(WriteDashboards.fileName(dashboard))))
                .as("stale; write it again with: samples/monitoring/run.sh --write-dashboards")
                .isEqualTo(DashboardJson.of(dashboard));
    }

    @Test
    void noFileIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(all().map(WriteDashboards::fileName).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void panelsAreOfCurrentTypesDoNotOverlapAndSayWhatTheyShow(Dashboard dashboard) {
        JsonNode panels = JsonMapper.builder()
                .build()
                .readTree(DashboardJson.of(dashboard))
                .path("panels");
        boolean[][] taken = new boolean[500][24];
        for (JsonNode panel : panels) {
            assertThat(CURRENT_TYPES).contains(panel.path("type").asString());
            JsonNode grid = panel.path("gridPos");
            for (int y = grid.path("y").asInt();
                    y < grid.path("y").asInt() + grid.path("h").asInt();
                    y++) {
                for (int x = grid.path("x").asInt();
                        x < grid.path("x").asInt() + grid.path("w").asInt();
                        x++) {
                    assertThat(taken[y][x]).as(panel.path("title").asString()).isFalse();
                    taken[y][x] = true;
                }
            }
            if (!panel.path("type").asString().equals("row")) {
                assertThat(panel.path("description").asString())
                        .as(panel.path("title").asString())
                        .isNotBlank();
                assertThat(panel.path("targets").size()).isPositive();
            }
        }
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
    }
}
