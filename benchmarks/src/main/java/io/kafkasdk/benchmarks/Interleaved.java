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
 */
record Interleaved<T>(List<Track<T>> tracks) {

    /**
     * What one side showed.
     *
     * @param side the side
     * @param slices its slices, one a round
     */
    record Track<T>(SendSide<T> side, List<SendCost> slices) {

        double median(ToDoubleFunction<SendCost> figure) {
            return Interleaved.median(slices.stream().map(figure::applyAsDouble).toList());
        }
    }

    static <T> Interleaved<T> run(List<SendSide<T>> sides, int rounds, Function<SendSide<T>, SendCost> slice) {
        List<Track<T>> tracks =
                sides.stream().map(side -> new Track<>(side, new ArrayList<>())).toList();
        List<Track<T>> order = new ArrayList<>(tracks);
        for (int round = 0; round < rounds; round++) {
            for (Track<T> track : order) {
                track.slices().add(slice.apply(track.side()));
            }
            Collections.reverse(order);
        }
        return new Interleaved<>(tracks);
    }

    /** Returns the median of the differences to the first side in the same round. */
    double extra(Track<T> track, ToDoubleFunction<SendCost> figure) {
        return median(pairs(track, figure, (own, base) -> own - base));
    }

    /** Returns the ratio of the medians, and the ratios to the first side in the same round: median, least, largest. */
    String ratio(Track<T> track, ToDoubleFunction<SendCost> figure) {
        List<Double> pairs = pairs(track, figure, (own, base) -> own / base);
        double ofMedians = track.median(figure) / tracks.get(0).median(figure);
        return "%.2f (%.2f; %.2f to %.2f)"
                .formatted(ofMedians, median(pairs), Collections.min(pairs), Collections.max(pairs));
    }

    private List<Double> pairs(Track<T> track, ToDoubleFunction<SendCost> figure, DoubleBinaryOperator compared) {
        List<SendCost> base = tracks.get(0).slices();
        List<Double> pairs = new ArrayList<>();
        for (int round = 0; round < base.size(); round++) {
            pairs.add(compared.applyAsDouble(
                    figure.applyAsDouble(track.slices().get(round)), figure.applyAsDouble(base.get(round))));
        }
        return pairs;
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
