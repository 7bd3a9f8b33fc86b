package io.kafkasdk.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The range that the system takes the ports of outgoing connections from. */
record EphemeralPorts(int first, int last) {
    private static final Path LINUX = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    /** The range of macOS and Windows, and what IANA recommends. */
    private static final EphemeralPorts IANA = new EphemeralPorts(49_152, 65_535);

    static EphemeralPorts ofSystem() {
        if (!Files.isReadable(LINUX)) {
            return IANA;
        }
        // Not Files.readString: it reads a file of size 0 byte by byte, and this one answers only the first read.
        try (BufferedReader reader = Files.newBufferedReader(LINUX)) {
            String line = reader.readLine();
            return line == null ? IANA : parse(line);
        } catch (IOException e) {
            return IANA;
        }
    }

    static EphemeralPorts parse(String firstAndLast) {
        String[] words = firstAndLast.trim().split("\\s+", -1);
        return new EphemeralPorts(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }

    boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public String toString() {
        return "the ephemeral range " + first + "-" + last;
    }
}
