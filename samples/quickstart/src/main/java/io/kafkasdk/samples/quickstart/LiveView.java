package io.kafkasdk.samples.quickstart;

import java.io.PrintStream;

/** Where the run is shown. Safe for use by several threads. */
sealed interface LiveView permits AnsiView, PlainView {

    /** Chooses the view that the terminal can show. */
    static LiveView on(Terminal terminal, PrintStream out) {
        return terminal.live() ? new AnsiView(terminal, out) : new PlainView(terminal.width(), out);
    }

    /** Says something that stays. */
    void say(Event event);

    /** Shows the numbers; replaces those shown before where the view can. */
    void show(Frame frame);

    /** Returns how often it wants to be shown numbers, in milliseconds. */
    int intervalMillis();

    /** Shows no more numbers and leaves the terminal as it was; events are still said. */
    void end();
}
