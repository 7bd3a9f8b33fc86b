package io.kafkasdk.cluster;

import io.kafkasdk.error.ErrorKind;

/**
 * What one address turned out to be.
 *
 * @param kind which of the cases
 * @param detail what else is known, such as the mechanisms offered; may be empty
 */
record Finding(Kind kind, String detail) {

    static Finding of(Kind kind) {
        return new Finding(kind, "");
    }

    enum Kind {
        AS_EXPECTED(ErrorKind.UNEXPECTED),
        HOST_UNKNOWN(ErrorKind.UNREACHABLE),
        REFUSED(ErrorKind.UNREACHABLE),
        NO_ANSWER(ErrorKind.UNREACHABLE),
        SILENT(ErrorKind.UNREACHABLE),
        TLS_LISTENER(ErrorKind.MISCONFIGURED),
        PLAIN_LISTENER(ErrorKind.MISCONFIGURED),
        HANGS_UP(ErrorKind.UNREACHABLE),
        NOT_KAFKA(ErrorKind.MISCONFIGURED),
        SASL_LISTENER(ErrorKind.UNAUTHENTICATED),
        NO_SASL(ErrorKind.MISCONFIGURED),
        NO_SUCH_MECHANISM(ErrorKind.UNAUTHENTICATED);

        private final ErrorKind error;

        Kind(ErrorKind error) {
            this.error = error;
        }

        ErrorKind error() {
            return error;
        }

        /** Returns whether no answer came in the time that there was. */
        boolean isOutOfTime() {
            return this == NO_ANSWER || this == SILENT;
        }

        /** Returns whether a Kafka broker is alive there, with the expected security or without. */
        boolean isAlive() {
            return switch (this) {
                case HOST_UNKNOWN, REFUSED, NO_ANSWER, SILENT, HANGS_UP, NOT_KAFKA -> false;
                case AS_EXPECTED, TLS_LISTENER, PLAIN_LISTENER, SASL_LISTENER, NO_SASL, NO_SUCH_MECHANISM -> true;
            };
        }

        String cure(Expectation expected) {
            return switch (this) {
                case AS_EXPECTED -> "none needed";
                case HOST_UNKNOWN -> "check the spelling of the host in bootstrapServers, and DNS";
                case REFUSED -> "check the port in bootstrapServers, and that the broker runs";
                case NO_ANSWER -> "check the host in bootstrapServers, firewalls and network policies";
                case SILENT -> "check that the port is Kafka's, and that the broker is not frozen or overloaded";
                case TLS_LISTENER ->
                    "use ClusterSettings.security(...) with "
                            + (expected.mechanism() == null ? "Tls" : "Sasl with its tls part")
                            + ", or the port of a listener without TLS";
                case PLAIN_LISTENER ->
                    "use the port of the " + expected.protocol() + " listener, or security settings without TLS";
                case HANGS_UP ->
                    "check that a Kafka broker is behind the port, its limits of connections"
                            + " (max.connections.per.ip), and that its listener speaks " + expected.protocol();
                case NOT_KAFKA -> "check the port in bootstrapServers: it belongs to something else";
                case SASL_LISTENER ->
                    "use ClusterSettings.security(new SecuritySettings.Sasl(...)) with the mechanism of the cluster, or "
                            + "the port of a listener without SASL";
                case NO_SASL -> "use the port of the SASL listener, or security settings without SASL";
                case NO_SUCH_MECHANISM -> "use one of the mechanisms that the broker offers";
            };
        }
    }

    /** Continues a sentence that begins with the address. */
    String text(Expectation expected) {
        return switch (kind) {
            case AS_EXPECTED -> "answers as expected";
            case HOST_UNKNOWN -> "does not resolve: DNS has no such host";
            case REFUSED -> "refuses the connection: nothing listens there";
            case NO_ANSWER -> "does not answer within the time limit";
            case SILENT -> "accepts the connection but says nothing";
            case TLS_LISTENER -> "is a TLS listener, but this client speaks " + expected.protocol();
            case PLAIN_LISTENER -> "is a Kafka listener without TLS, but this client speaks " + expected.protocol();
            case HANGS_UP ->
                "accepts the connection and closes it without a word: no broker is behind it, or the broker takes no more"
                        + " connections";
            case NOT_KAFKA -> "does not answer as Kafka does" + detail;
            case SASL_LISTENER ->
                "is a Kafka listener that demands SASL, but this client speaks " + expected.protocol();
            case NO_SASL -> "is a Kafka listener without SASL, but this client speaks " + expected.protocol();
            case NO_SUCH_MECHANISM ->
                "does not offer the SASL mechanism " + expected.mechanism() + "; it offers " + detail;
        };
    }
}
