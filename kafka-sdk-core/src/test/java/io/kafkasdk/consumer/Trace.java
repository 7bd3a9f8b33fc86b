package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a simulation, step by step; costs nothing where nobody reads it. */
final class Trace {

    private final boolean isKept;
    private final List<String> lines = new ArrayList<>();

    private Trace(boolean isKept) {
        this.isKept = isKept;
    }

    static Trace kept() {
        return new Trace(true);
    }

    static Trace none() {
        return new Trace(false);
    }

    void add(Supplier<String> line) {
        if (isKept) {
            lines.add(line.get());
        }
    }

    String text() {
        return String.join("\n", lines);
    }
}
