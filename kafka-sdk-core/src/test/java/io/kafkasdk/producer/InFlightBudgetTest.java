package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.InFlightLimits;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {

    private static final int MEBIBYTE = 1 << 20;

    private final InFlightBudget budget = new InFlightBudget(new InFlightLimits(3, 4L * MEBIBYTE));

    @Test
    void takesAsManyRecordsAsTheLimitSays() {
        assertThat(budget.tryEnter(10)).isTrue();
        assertThat(budget.tryEnter(10)).isTrue();
        assertThat(budget.tryEnter(10)).isTrue();
        assertThat(budget.tryEnter(10)).isFalse();
        assertThat(budget.records()).isEqualTo(3);
        assertThat(budget.bytes()).isEqualTo(30);
    }

    @Test
    void takesAsManyBytesAsTheLimitSays() {
        assertThat(budget.tryEnter(3 * MEBIBYTE)).isTrue();
        assertThat(budget.tryEnter(MEBIBYTE + 1)).isFalse();
        assertThat(budget.tryEnter(MEBIBYTE)).isTrue();
    }

    @Test
    void whatLeftMakesRoomForAsMuch() {
        budget.tryEnter(10);
        budget.tryEnter(20);
        budget.tryEnter(30);

        budget.leave(20);

        assertThat(budget.records()).isEqualTo(2);
        assertThat(budget.bytes()).isEqualTo(40);
        assertThat(budget.tryEnter(50)).isTrue();
        assertThat(budget.tryEnter(60)).isFalse();
        assertThat(budget.bytes()).isEqualTo(90);
    }

    @Test
    void letsALargerRecordThanTheLimitPassAloneOnly() {
        assertThat(budget.tryEnter(1)).isTrue();
        assertThat(budget.tryEnter(5 * MEBIBYTE)).isFalse();

        budget.leave(1);

        assertThat(budget.tryEnter(5 * MEBIBYTE)).isTrue();
        assertThat(budget.tryEnter(1)).isFalse();
        budget.leave(5 * MEBIBYTE);
        assertThat(budget.tryEnter(1)).isTrue();
    }

    @Test
    void staysExactWhenMoreWentThroughThanItsNumbersHold() {
        // Half a GiB each: the sum of the bytes runs over 42 bits, that of the records is carried into, and over 22
        // bits.
        int large = 1 << 29;
        int entered = 0;
        for (int i = 0; i < 5_000_000; i++) {
            entered += budget.tryEnter(large) ? 1 : 0;
            budget.leave(large);
        }

        assertThat(entered).isEqualTo(5_000_000);
        assertThat(budget.records()).isZero();
        assertThat(budget.bytes()).isZero();
        takesAsManyRecordsAsTheLimitSays();
    }
}
