package io.kafkasdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ports that belong to one cluster until it is closed, also while none of its brokers listens.
 *
 * <p>The usual way, binding port 0 and closing it, gives a port that any outgoing connection may take before the broker
 * does. These ports lie outside the range that the system takes outgoing ports from, and each is held by a lock on a
 * file in the temporary directory, so that no other JVM that uses this class takes it while a killed broker is away.
 */
final class PortReservation implements AutoCloseable {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;

    /** Closing any channel of a file drops the process's POSIX locks on it, so a held file must not be opened again. */
    private static final Set<Integer> HELD_BY_THIS_JVM = new HashSet<>();

    private final Map<Integer, FileChannel> locks = new HashMap<>();
    private final List<Integer> ports = new ArrayList<>();

    /** Reserves {@code count} ports or throws; does not wait. */
    static PortReservation of(int count) {
        PortReservation reservation = new PortReservation();
        EphemeralPorts ephemeral = EphemeralPorts.ofSystem();
        int span = LAST - FIRST + 1;
        int start = ThreadLocalRandom.current().nextInt(span);
        for (int i = 0; i < span && reservation.ports.size() < count; i++) {
            int port = FIRST + (start + i) % span;
            if (!ephemeral.contains(port)) {
                reservation.tryAdd(port);
            }
        }
        if (reservation.ports.size() < count) {
            reservation.close();
            throw new KafkaClusterException("Fewer than " + count + " ports are free in " + FIRST + "-" + LAST
                    + " outside " + ephemeral + "; close other test clusters, see " + lockDirectory());
        }
        return reservation;
    }

    List<Integer> ports() {
        return List.copyOf(ports);
    }

    @Override
    public void close() {
        synchronized (HELD_BY_THIS_JVM) {
            try {
                for (FileChannel lock : locks.values()) {
                    lock.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Could not release the ports " + ports, e);
            } finally {
                HELD_BY_THIS_JVM.removeAll(locks.keySet());
                locks.clear();
            }
        }
    }

    /** Takes one given port, or returns false when anybody has it. */
    boolean tryAdd(int port) {
        synchronized (HELD_BY_THIS_JVM) {
            if (HELD_BY_THIS_JVM.contains(port)) {
                return false;
            }
            FileChannel lock = lockOf(port);
            if (lock == null) {
                return false;
            }
            locks.put(port, lock);
            ports.add(port);
            HELD_BY_THIS_JVM.add(port);
            return true;
        }
    }

    private static @Nullable FileChannel lockOf(int port) {
        try {
            Path file = Files.createDirectories(lockDirectory()).resolve(Integer.toString(port));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel) && bindable(port)) {
                return channel;
            }
            channel.close();
            return null;
        } catch (IOException e) {
            return null; // not ours to take; another port will do
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by a copy of this class in another class loader
        }
    }

    private static boolean bindable(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** One directory per user, because nobody can lock another user's files. */
    private static Path lockDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"), "kafka-sdk-ports-" + System.getProperty("user.name"));
    }
}
