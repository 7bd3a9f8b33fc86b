package io.kafkasdk.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/**
 * What several contenders reached in one run, with medians and spread.
 *
 * @param title a heading
 * @param about what was done, in a sentence or two: load, cluster, rounds
 * @param columns the names of the figures, each with its unit
 * @param rows one for each contender; the first is what the others are compared with
 */
public record ResultTable(String title, String about, List<String> columns, List<Row> rows) {

    /** Copies the lists. */
    public ResultTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * One contender.
     *
     * @param contender its name
     * @param figures one for each column
     */
    public record Row(String contender, List<Figure> figures) {

        /** Copies the list. */
        public Row {
            figures = List.copyOf(figures);
        }
    }

    /**
     * What one contender reached in one column.
     *
     * @param median of its rounds
     * @param least of its rounds
     * @param most of its rounds
     * @param ratio its median by that of the first row
     * @param leastRatio the least of its ratios to the first row in the same round
     * @param mostRatio the largest of its ratios to the first row in the same round
     */
    public record Figure(double median, double least, double most, double ratio, double leastRatio, double mostRatio) {

        /** Makes a figure of some rounds and of those of the first row, in the same order and as many. */
        public static Figure of(double[] rounds, double[] base) {
            double[] sorted = sorted(rounds);
            double[] ratios = new double[rounds.length];
            Arrays.setAll(ratios, round -> rounds[round] / base[round]);
            double[] sortedRatios = sorted(ratios);
            double ratio = median(sorted) / median(sorted(base));
            return new Figure(
                    median(sorted),
                    sorted[0],
                    sorted[sorted.length - 1],
                    ratio,
                    sortedRatios[0],
                    sortedRatios[ratios.length - 1]);
        }

        private static double[] sorted(double[] rounds) {
            double[] sorted = rounds.clone();
            Arrays.sort(sorted);
            return sorted;
        }

        /** Of an even number of rounds, the mean of the two in the middle. */
        private static double median(double[] sorted) {
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
