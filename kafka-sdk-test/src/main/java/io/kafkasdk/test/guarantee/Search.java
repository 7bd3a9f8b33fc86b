package io.kafkasdk.test.guarantee;

import java.util.function.IntPredicate;

/** Binary search in what is sorted. */
final class Search {

    private Search() {}

    /** Returns the first index for which it is true, {@code size} when for none: true from some index on. */
    static int first(int size, IntPredicate isTrue) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isTrue.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
