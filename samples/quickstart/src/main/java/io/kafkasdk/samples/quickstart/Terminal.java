package io.kafkasdk.samples.quickstart;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What standard output can show.
 *
 * @param live whether lines can be redrawn in place
 * @param colours whether it shows colours
 * @param unicode whether it shows more than ASCII
 * @param width characters a line
 */
record Terminal(boolean live, boolean colours, boolean unicode, int width) {

    /** A file, a pipe or a test. */
    static final Terminal NONE = new Terminal(false, false, false, 110);

    private static final int LEAST_WIDTH = 40;

    /** Asks the console and the environment; the start script knows the width. */
    static Terminal detect(boolean plain) {
        Map<String, String> env = System.getenv();
        boolean live = !plain && !"dumb".equals(env.get("TERM")) && hasConsole();
        boolean colours = live && env.getOrDefault("NO_COLOR", "").isEmpty();
        int width = Integer.getInteger("quickstart.columns", NONE.width());
        return new Terminal(live, colours, live && unicode(env), Math.max(LEAST_WIDTH, width));
    }

    /** Returns standard output in the encoding that the terminal has. */
    static PrintStream output() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        return unicode(System.getenv()) ? new PrintStream(out, true, StandardCharsets.UTF_8) : System.out;
    }

    private static boolean unicode(Map<String, String> env) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
            }
        }
        return false;
    }

    /** Since Java 22 there is a console also without a terminal, and a method that tells them apart. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
