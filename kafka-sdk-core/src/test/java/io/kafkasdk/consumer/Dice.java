package io.kafkasdk.consumer;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a simulation; the same seed gives the same chances. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns a number from 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean chance(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    int oneOf(int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
