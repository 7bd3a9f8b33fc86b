package io.kafkasdk.samples.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a view, in pieces of different tones.
 *
 * @param pieces the pieces, left to right
 */
record Line(List<Piece> pieces) {

    static final Line EMPTY = new Line(List.of());

    /** Copies the list. */
    Line {
        pieces = List.copyOf(pieces);
    }

    /**
     * Text of one tone.
     *
     * @param tone how it looks
     * @param text what it says
     */
    record Piece(Tone tone, String text) {}

    /** Returns a line with one more piece. */
    Line with(Tone tone, String text) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(tone, text));
        return new Line(more);
    }

    /** Returns a line with one more piece of no tone. */
    Line with(String text) {
        return with(Tone.PLAIN, text);
    }

    /** Returns the text as the terminal takes it, cut to a width so that it cannot wrap. */
    String render(int width, boolean colours) {
        StringBuilder out = new StringBuilder();
        int left = width;
        for (Piece piece : pieces) {
            String shown = piece.text.length() > left ? piece.text.substring(0, left) : piece.text;
            left -= shown.length();
            out.append(colours && !shown.isEmpty() ? piece.tone.paint(shown) : shown);
        }
        return out.toString();
    }

    /** Breaks a text at blanks into lines of at most {@code width} characters; a longer word keeps its line. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", -1)) {
                if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() == 0 ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
