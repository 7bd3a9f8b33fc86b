package io.kafkasdk.samples.quickstart;

import org.jspecify.annotations.Nullable;

/**
 * One line of the input.
 *
 * @param net the reporting network, the key; null where the line names none
 * @param line the line as it was read, the value
 */
record Quake(@Nullable String net, String line) {

    private static final String FIELD = "\"net\"";

    /** Reads the key out of a line; any line will do. */
    static Quake parse(String line) {
        return new Quake(net(line), line);
    }

    /** One field is not worth a JSON library: finds {@code "net" : "value"} and takes anything else for no key. */
    private static @Nullable String net(String line) {
        int at = line.indexOf(FIELD);
        if (at < 0) {
            return null;
        }
        int colon = skipBlanks(line, at + FIELD.length());
        int open = colon < line.length() && line.charAt(colon) == ':' ? skipBlanks(line, colon + 1) : line.length();
        if (open >= line.length() || line.charAt(open) != '"') {
            return null;
        }
        int close = line.indexOf('"', open + 1);
        return close > open + 1 ? line.substring(open + 1, close) : null;
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }
}
