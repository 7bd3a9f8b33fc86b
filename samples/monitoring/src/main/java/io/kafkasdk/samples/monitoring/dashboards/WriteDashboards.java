package io.kafkasdk.samples.monitoring.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the four files again, after one of the classes that say what is on them was changed. */
public final class WriteDashboards {

    private WriteDashboards() {}

    /**
     * Writes them.
     *
     * @param args the directory, such as {@code samples/monitoring/grafana/dashboards}
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("Needs the directory to write to, such as samples/monitoring/grafana/dashboards");
            System.exit(2);
        }
        for (Dashboard dashboard : Dashboard.all()) {
            Files.writeString(Path.of(args[0], fileName(dashboard)), DashboardJson.of(dashboard));
        }
    }

    static String fileName(Dashboard dashboard) {
        return dashboard.uid() + ".json";
    }
}
