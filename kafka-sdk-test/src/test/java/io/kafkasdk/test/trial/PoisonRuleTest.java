package io.kafkasdk.test.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoisonRuleTest {

    private static final byte[] GOOD = {1};
    private static final byte[] BAD = {2};

    @Test
    void oneRecordIn50IsPoisonHalfOfItUnreadableHalfRefused() {
        PoisonRule rule = new PoisonRule(true, number -> BAD);
        assertThat(IntStream.range(0, 1_000).filter(rule::isPoison)).hasSize(20);
        assertThat(IntStream.range(0, 1_000).filter(rule::isRefused))
                .hasSize(10)
                .allMatch(rule::isPoison);
        assertThat(IntStream.range(0, 1_000).filter(number -> rule.spoil(number, GOOD) == BAD))
                .hasSize(10)
                .allMatch(rule::isPoison)
                .noneMatch(rule::isRefused);
    }

    @Test
    void allPoisonIsRefusedWhenTheApplicationHasNoValueThatCannotBeRead() {
        PoisonRule rule = new PoisonRule(true, null);
        assertThat(IntStream.range(0, 1_000).filter(rule::isRefused)).hasSize(20);
        assertThat(IntStream.range(0, 1_000).filter(number -> rule.spoil(number, GOOD) != GOOD))
                .isEmpty();
    }

    @Test
    void withoutPoisonAllRecordsAreGood() {
        PoisonRule rule = new PoisonRule(false, number -> BAD);
        assertThat(IntStream.range(0, 1_000).filter(rule::isPoison)).isEmpty();
        assertThat(IntStream.range(0, 1_000).filter(number -> rule.spoil(number, GOOD) != GOOD))
                .isEmpty();
    }
}
