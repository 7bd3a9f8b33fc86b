package io.kafkasdk.benchmarks.suite;

import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.report.ResultTable.Figure;
import io.kafkasdk.benchmarks.report.ResultTable.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Short slices of several sides in turn, forwards and backwards, so that what else the machine does hits all alike. The
 * first side is what the others are compared with.
 *
 * @param tracks what each side showed
 * @param <S> of sides
 * @param <R> of what a slice shows
 */
public record Interleaved<S, R>(List<Track<S, R>> tracks) {

    /**
     * What one side showed.
     *
     * @param side the side
     * @param slices its slices, one a round
     */
    public record Track<S, R>(S side, List<R> slices) {

        /** Returns the figure of every round, in order. */
        double[] figures(ToDoubleFunction<R> figure) {
            return slices.stream().mapToDouble(figure).toArray();
        }

        /** Returns the median of a figure. */
        public double median(ToDoubleFunction<R> figure) {
            return Interleaved.median(slices.stream().map(figure::applyAsDouble).toList());
        }

        /** Returns the least of a figure. */
        public double least(ToDoubleFunction<R> figure) {
            return slices.stream().mapToDouble(figure).min().orElseThrow();
        }

        /** Returns the largest of a figure. */
        public double largest(ToDoubleFunction<R> figure) {
            return slices.stream().mapToDouble(figure).max().orElseThrow();
        }
    }

    /** Runs so many rounds; slices of neighbours are next to each other in time in every round. */
    public static <S, R> Interleaved<S, R> run(List<S> sides, int rounds, Function<S, R> slice) {
        List<Track<S, R>> tracks = sides.stream()
                .map(side -> new Track<S, R>(side, new ArrayList<>()))
                .toList();
        List<Track<S, R>> order = new ArrayList<>(tracks);
        for (int round = 0; round < rounds; round++) {
            for (Track<S, R> track : order) {
                track.slices().add(slice.apply(track.side()));
            }
            Collections.reverse(order);
        }
        return new Interleaved<>(tracks);
    }

    /**
     * Returns the rounds as a table.
     *
     * @param title a heading
     * @param about what was done
     * @param name of a side
     * @param columns what to show
     */
    public ResultTable table(String title, String about, Function<S, String> name, List<Column<R>> columns) {
        List<Row> rows = tracks.stream()
                .map(track -> new Row(
                        name.apply(track.side()),
                        columns.stream()
                                .map(column -> figure(track, column.figure()))
                                .toList()))
                .toList();
        return new ResultTable(title, about, columns.stream().map(Column::name).toList(), rows);
    }

    /** Returns the same with this side first: it is what the others are compared with. */
    public Interleaved<S, R> from(S base) {
        return new Interleaved<>(tracks.stream()
                .sorted(Comparator.comparing(track -> !track.side().equals(base)))
                .toList());
    }

    /** Returns those sides for which something holds; the first of them is what the others are compared with. */
    public Interleaved<S, R> of(Predicate<S> chosen) {
        return new Interleaved<>(
                tracks.stream().filter(track -> chosen.test(track.side())).toList());
    }

    /** Returns these sides with others behind them. */
    public Interleaved<S, R> with(Interleaved<S, R> others) {
        List<Track<S, R>> all = new ArrayList<>(tracks);
        all.addAll(others.tracks);
        return new Interleaved<>(all);
    }

    private Figure figure(Track<S, R> track, ToDoubleFunction<R> figure) {
        return Figure.of(track.figures(figure), tracks.get(0).figures(figure));
    }

    /** Returns the median of the differences to the first side in the same round. */
    public double extra(Track<S, R> track, ToDoubleFunction<R> figure) {
        return median(pairs(track, tracks.get(0), figure, (own, base) -> own - base));
    }

    /** Returns the ratio of the medians, and the ratios to the first side in the same round: median, least, largest. */
    public String ratio(Track<S, R> track, ToDoubleFunction<R> figure) {
        return ratio(track, tracks.get(0), figure);
    }

    /** Returns the ratio of the medians, and the ratios to another side in the same round: median, least, largest. */
    public static <S, R> String ratio(Track<S, R> track, Track<S, R> base, ToDoubleFunction<R> figure) {
        List<Double> pairs = pairs(track, base, figure, (own, other) -> own / other);
        double ofMedians = track.median(figure) / base.median(figure);
        return "%.2f (%.2f; %.2f to %.2f)"
                .formatted(ofMedians, median(pairs), Collections.min(pairs), Collections.max(pairs));
    }

    private static <S, R> List<Double> pairs(
            Track<S, R> track, Track<S, R> base, ToDoubleFunction<R> figure, DoubleBinaryOperator compared) {
        List<Double> pairs = new ArrayList<>();
        for (int round = 0; round < base.slices().size(); round++) {
            pairs.add(compared.applyAsDouble(
                    figure.applyAsDouble(track.slices().get(round)),
                    figure.applyAsDouble(base.slices().get(round))));
        }
        return pairs;
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
