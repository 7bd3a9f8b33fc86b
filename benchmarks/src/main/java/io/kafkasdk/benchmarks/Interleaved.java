package io.kafkasdk.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Short slices of several sides in turn, forwards and backwards, so that what else the machine does hits all alike. The
 * first side is what the others are compared with.
 *
 * @param tracks what each side showed
 * @param <S> of sides
 * @param <R> of what a slice shows
 */
record Interleaved<S, R>(List<Track<S, R>> tracks) {

    /**
     * What one side showed.
     *
     * @param side the side
     * @param slices its slices, one a round
     */
    record Track<S, R>(S side, List<R> slices) {

        double median(ToDoubleFunction<R> figure) {
            return Interleaved.median(slices.stream().map(figure::applyAsDouble).toList());
        }

        double least(ToDoubleFunction<R> figure) {
            return slices.stream().mapToDouble(figure).min().orElseThrow();
        }

        double largest(ToDoubleFunction<R> figure) {
            return slices.stream().mapToDouble(figure).max().orElseThrow();
        }
    }

    static <S, R> Interleaved<S, R> run(List<S> sides, int rounds, Function<S, R> slice) {
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

    /** Returns the median of the differences to the first side in the same round. */
    double extra(Track<S, R> track, ToDoubleFunction<R> figure) {
        return median(pairs(track, tracks.get(0), figure, (own, base) -> own - base));
    }

    /** Returns the ratio of the medians, and the ratios to the first side in the same round: median, least, largest. */
    String ratio(Track<S, R> track, ToDoubleFunction<R> figure) {
        return ratio(track, tracks.get(0), figure);
    }

    /** Returns the ratio of the medians, and the ratios to another side in the same round: median, least, largest. */
    static <S, R> String ratio(Track<S, R> track, Track<S, R> base, ToDoubleFunction<R> figure) {
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
