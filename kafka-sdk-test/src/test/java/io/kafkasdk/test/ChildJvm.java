package io.kafkasdk.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another JVM with the class path of the tests, which answers in one line and then waits to be ended. */
final class ChildJvm implements AutoCloseable {
    private static final String MARK = "ANSWER ";

    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
    }

    static ChildJvm run(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The numbers that the child prints by {@link #answer}. */
    List<Long> answer() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(MARK)) {
                return Arrays.stream(line.substring(MARK.length()).split(" ", -1))
                        .map(Long::valueOf)
                        .toList();
            }
            all.append(line).append('\n');
        }
        throw new IOException("The child JVM ended without an answer:\n" + all);
    }

    /** Called in the child: prints the answer and waits for its end. */
    static void answer(List<? extends Number> numbers) throws IOException {
        StringBuilder line = new StringBuilder();
        numbers.forEach(number -> line.append(' ').append(number));
        System.out.println(MARK + line.substring(1));
        while (System.in.read() >= 0) {
            // until the test ends this JVM
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
