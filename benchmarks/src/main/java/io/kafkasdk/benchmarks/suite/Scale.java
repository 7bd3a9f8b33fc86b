package io.kafkasdk.benchmarks.suite;

/** How much a run does. */
public enum Scale {

    /** Small counts and short stretches: shows that everything works, its figures mean nothing. */
    QUICK,

    /** What figures are taken from. */
    FULL;

    /** Returns one of two counts. */
    public int of(int quick, int full) {
        return this == FULL ? full : quick;
    }
}
