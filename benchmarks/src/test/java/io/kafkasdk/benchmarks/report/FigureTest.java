package io.kafkasdk.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.benchmarks.report.ResultTable.Figure;
import org.junit.jupiter.api.Test;

final class FigureTest {

    @Test
    void aRatioIsThatOfTheMediansAndItsSpreadThatOfTheRounds() {
        Figure figure = Figure.of(new double[] {30, 10, 20}, new double[] {8, 5, 10});

        assertThat(figure).isEqualTo(new Figure(20, 10, 30, 2.5, 2, 3.75));
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsIsBetweenTheTwoInTheMiddle() {
        Figure figure = Figure.of(new double[] {4, 1, 3, 2}, new double[] {1, 1, 1, 1});

        assertThat(figure.median()).isEqualTo(2.5);
    }
}
