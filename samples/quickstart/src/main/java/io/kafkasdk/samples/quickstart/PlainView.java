package io.kafkasdk.samples.quickstart;

import java.io.PrintStream;
import java.util.List;

/** Lines that a file, a pipe or a log of a build can hold. */
final class PlainView implements LiveView {

    private static final String INDENT = "  ";

    private final int width;
    private final PrintStream out;
    private boolean ended;

    PlainView(int width, PrintStream out) {
        this.width = width;
        this.out = out;
    }

    @Override
    public synchronized void say(Event event) {
        List<String> lines = Line.wrap(event.text(), width);
        for (int i = 0; i < lines.size(); i++) {
            out.println((i == 0 ? "" : INDENT) + lines.get(i));
        }
    }

    @Override
    public synchronized void show(Frame frame) {
        if (!ended) {
            out.println(INDENT + FrameLines.oneLine(frame));
        }
    }

    @Override
    public int intervalMillis() {
        return 1_000;
    }

    @Override
    public synchronized void end() {
        ended = true;
    }
}
