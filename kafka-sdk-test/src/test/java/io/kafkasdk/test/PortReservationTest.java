package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortReservationTest {
    @Test
    void reservedPortsLieOutsideTheRangeOfOutgoingConnections() {
        EphemeralPorts ephemeral = EphemeralPorts.ofSystem();
        try (PortReservation reservation = PortReservation.of(20)) {
            assertThat(reservation.ports())
                    .hasSize(20)
                    .doesNotHaveDuplicates()
                    .allMatch(port -> port >= 20_000 && port < 32_000)
                    .noneMatch(ephemeral::contains);
        }
    }

    @Test
    void twoReservationsNeverShareAPort() {
        try (PortReservation first = PortReservation.of(50);
                PortReservation second = new PortReservation()) {
            assertThat(first.ports()).noneMatch(second::tryAdd);
            assertThat(second.ports()).isEmpty();
        }
    }

    @Test
    void aPortIsFreeAgainOnceItsReservationIsClosed() {
        PortReservation first = PortReservation.of(1);
        int port = first.ports().get(0);
        first.close();
        first.close();

        try (PortReservation second = new PortReservation()) {
            assertThat(second.tryAdd(port)).isTrue();
        }
    }

    @Test
    void aPortThatSomebodyListensOnIsNotReserved() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0);
                PortReservation reservation = new PortReservation()) {
            assertThat(reservation.tryAdd(stranger.getLocalPort())).isFalse();
        }
    }

    @Test
    void aReservedPortStaysReservedAfterAnotherAttemptToTakeIt() {
        // Closing a second channel of a locked file would silently drop the first one's lock on POSIX systems.
        try (PortReservation holder = PortReservation.of(1);
                PortReservation second = new PortReservation()) {
            int port = holder.ports().get(0);
            assertThat(second.tryAdd(port)).isFalse();

            try (ChildJvm other = ChildJvm.run(Holder.class, port)) {
                assertThat(other.answer()).containsExactly(0L);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void portsOfAnotherJvmAreNotTakenUntilItEnds() throws IOException {
        try (ChildJvm other = ChildJvm.run(Holder.class);
                PortReservation reservation = new PortReservation()) {
            List<Integer> theirs = other.answer().stream().map(Long::intValue).toList();
            assertThat(theirs).hasSize(20).noneMatch(reservation::tryAdd);

            other.kill();

            Set<Integer> taken = new HashSet<>();
            theirs.stream().filter(reservation::tryAdd).forEach(taken::add);
            assertThat(taken).hasSize(20);
        }
    }

    @Test
    void theRangeOfOutgoingConnectionsIsReadAsLinuxWritesIt() {
        assertThat(EphemeralPorts.parse("32768\t60999\n")).isEqualTo(new EphemeralPorts(32_768, 60_999));
    }

    /** Reserves 20 ports and tells them, or tries one given port and tells 1 for success and 0 for failure. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            if (arguments.length == 0) {
                ChildJvm.answer(PortReservation.of(20).ports());
            } else {
                boolean taken = new PortReservation().tryAdd(Integer.parseInt(arguments[0]));
                ChildJvm.answer(List.of(taken ? 1 : 0));
            }
        }
    }
}
