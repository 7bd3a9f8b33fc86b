package io.kafkasdk.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.report.ResultTable.Figure;
import io.kafkasdk.benchmarks.report.ResultTable.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InterleavedTest {

    private static final List<Column<Integer>> COLUMNS = List.of(new Column<>("figure", Integer::doubleValue));

    @Test
    void everySecondRoundGoesBackwards() {
        List<String> order = new ArrayList<>();

        Interleaved.run(List.of("a", "b", "c"), 3, side -> order.add(side));

        assertThat(order).containsExactly("a", "b", "c", "c", "b", "a", "a", "b", "c");
    }

    @Test
    void aTableComparesEachSideWithTheFirst() {
        ResultTable table =
                Interleaved.run(List.of("a", "bcd"), 1, String::length).table("title", "about", side -> side, COLUMNS);

        assertThat(table.columns()).containsExactly("figure");
        assertThat(table.rows().get(1).contender()).isEqualTo("bcd");
        assertThat(table.rows().get(1).figures()).containsExactly(new Figure(3, 3, 3, 3, 3, 3));
    }

    @Test
    void anotherSideCanBeTheBase() {
        ResultTable table = Interleaved.run(List.of("a", "bc", "defg"), 1, String::length)
                .from("bc")
                .table("title", "about", side -> side, COLUMNS);

        assertThat(table.rows().stream().map(Row::contender)).containsExactly("bc", "a", "defg");
        assertThat(table.rows().get(2).figures().get(0).ratio()).isEqualTo(2);
    }

    @Test
    void ofSomeSidesTheFirstThatIsLeftIsTheBase() {
        ResultTable table = Interleaved.run(List.of("a", "bc", "defg"), 1, String::length)
                .of(side -> side.length() > 1)
                .table("title", "about", side -> side, COLUMNS);

        assertThat(table.rows().stream().map(Row::contender)).containsExactly("bc", "defg");
        assertThat(table.rows().get(1).figures().get(0).ratio()).isEqualTo(2);
    }
}
