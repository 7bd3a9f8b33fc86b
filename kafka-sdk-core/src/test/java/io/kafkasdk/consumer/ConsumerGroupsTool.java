package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaTool;
import io.kafkasdk.test.KafkaCluster;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Kafka's own {@code kafka-consumer-groups.sh}. */
final class ConsumerGroupsTool {

    private static final KafkaTool TOOL = new KafkaTool("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand");
    private static final String NOTHING = "-";

    private ConsumerGroupsTool() {}

    /**
     * What it says of a partition; -1 where it prints a dash.
     *
     * @param committed CURRENT-OFFSET
     * @param end LOG-END-OFFSET
     * @param lag LAG
     */
    record Row(long committed, long end, long lag) {}

    /** Returns what {@code --describe} prints of one topic, by partition. */
    static Map<Integer, Row> describe(KafkaCluster cluster, GroupBench bench) throws IOException, InterruptedException {
        KafkaTool.Run run = TOOL.run(
                List.of("--bootstrap-server", cluster.bootstrapServers(), "--describe", "--group", bench.group));
        assertThat(run.exitCode()).as(run.output()).isZero();
        Map<Integer, Row> rows = new TreeMap<>();
        List<String> header = null;
        for (String line : run.output().lines().map(String::strip).toList()) {
            List<String> cells = Arrays.asList(line.split("\\s+"));
            if (cells.contains("LOG-END-OFFSET")) {
                header = cells;
            } else if (header != null && cells.size() >= header.size() && cells.contains(bench.topic)) {
                Map<String, String> row = new TreeMap<>();
                for (int column = 0; column < header.size(); column++) {
                    row.put(header.get(column), cells.get(column));
                }
                rows.put(
                        Integer.parseInt(row.get("PARTITION")),
                        new Row(
                                number(row.get("CURRENT-OFFSET")),
                                number(row.get("LOG-END-OFFSET")),
                                number(row.get("LAG"))));
            }
        }
        assertThat(rows).as(run.output()).isNotEmpty();
        return rows;
    }

    private static long number(String cell) {
        return cell.equals(NOTHING) ? -1 : Long.parseLong(cell);
    }
}
