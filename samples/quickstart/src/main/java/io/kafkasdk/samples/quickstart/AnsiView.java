package io.kafkasdk.samples.quickstart;

import java.io.PrintStream;
import java.util.List;

/** Events scroll by; under them a block of numbers is redrawn in place. */
final class AnsiView implements LiveView {

    private static final String ESCAPE = "\u001b[";
    private static final String CLEAR_TO_END = ESCAPE + "J";
    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final PrintStream out;
    private final FrameLines words;
    private List<Line> block = List.of();
    private boolean ended;

    AnsiView(Terminal terminal, PrintStream out) {
        this.terminal = terminal;
        this.out = out;
        this.words = new FrameLines(terminal.unicode());
    }

    @Override
    public synchronized void say(Event event) {
        StringBuilder text = new StringBuilder(up());
        List<String> lines = Line.wrap(event.text(), terminal.width() - INDENT.length() - 1);
        for (int i = 0; i < lines.size(); i++) {
            Line line = Line.EMPTY.with(event.tone(), (i == 0 ? "" : INDENT) + lines.get(i));
            text.append(line.render(Integer.MAX_VALUE, terminal.colours())).append('\n');
        }
        print(text.append(drawn()));
    }

    @Override
    public synchronized void show(Frame frame) {
        if (!ended) {
            String up = up();
            block = words.block(frame);
            print(new StringBuilder(up).append(drawn()));
        }
    }

    @Override
    public int intervalMillis() {
        return 200;
    }

    @Override
    public synchronized void end() {
        ended = true;
        block = List.of();
    }

    /** Moves to the first line of the block and clears what is there. */
    private String up() {
        return block.isEmpty() ? "" : ESCAPE + block.size() + "F" + CLEAR_TO_END;
    }

    private String drawn() {
        StringBuilder text = new StringBuilder();
        for (Line line : block) {
            text.append(line.render(terminal.width() - 1, terminal.colours())).append('\n');
        }
        return text.toString();
    }

    /** In one write, so that it does not flicker. */
    private void print(StringBuilder text) {
        out.print(text);
        out.flush();
    }
}
