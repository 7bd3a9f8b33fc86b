package io.kafkasdk.test.trial;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which records cannot be handled: one in 50, in turn one whose value cannot be read and one that is refused.
 *
 * @param isOn whether there is poison at all
 * @param unreadable makes values that cannot be read; null when the application gave none, and all poison is refused
 */
record PoisonRule(boolean isOn, @Nullable LongFunction<byte[]> unreadable) {

    private static final int CYCLE = 50;

    boolean isPoison(long number) {
        return isOn && number % CYCLE == CYCLE - 1;
    }

    boolean isRefused(long number) {
        return isPoison(number) && (unreadable == null || number / CYCLE % 2 == 1);
    }

    /** Returns what cannot be read in place of the value, where it is the turn of that, else the value. */
    byte[] spoil(long number, byte[] value) {
        return unreadable == null || !isPoison(number) || isRefused(number) ? value : unreadable.apply(number);
    }
}
