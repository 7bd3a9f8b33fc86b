package io.kafkasdk.samples.quickstart;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.test.Broker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Kills a broker on the way, waits until the fragile topic feels it, and brings the broker back. */
final class Outage {

    private static final int MOST_SECONDS_BEFORE = 15;
    private static final int FEWEST_ACKS_BEFORE = 3;
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration FAILURE_LIMIT = SdkSetup.FRAGILE_DELIVERY_TIMEOUT.plus(Duration.ofSeconds(15));
    private static final Duration LOOK_AT_IT = Duration.ofSeconds(2);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(30);

    private final Broker victim;
    private final Board board;
    private final Channel main;
    private final Channel fragile;
    private final int killAt;

    Outage(Broker victim, Board board, Channel main, Channel fragile, Options options) {
        this.victim = victim;
        this.board = board;
        this.main = main;
        this.fragile = fragile;
        this.killAt = Math.min(options.records() / 3, MOST_SECONDS_BEFORE * options.rate());
    }

    /**
     * What came of it.
     *
     * @param broker the id of the broker
     * @param warned whether the guard had said NO_HEADROOM of the fragile topic before the kill
     * @param sentBefore how many records the fragile topic had been sent before the kill
     * @param sentBack how many it had been sent when the broker was back
     * @param failures the failed sends to it while the broker was out, null when there were none
     */
    record Report(int broker, boolean warned, int sentBefore, int sentBack, Board.@Nullable Failures failures) {}

    Report play() throws InterruptedException {
        Waiting.until(READY_LIMIT, this::ready);
        boolean warned = warned();
        int sentBefore = sent(fragile);
        board.say(
                Tone.STRONG,
                "Killing broker " + victim.id() + " (SIGKILL) after " + FrameLines.text("%,d", sent(main))
                        + " records; the guard " + (warned ? "had" : "had NOT") + " warned about " + fragile.topic());
        victim.kill();
        board.phase("broker " + victim.id() + " is down");
        if (!Waiting.until(FAILURE_LIMIT, () -> board.failuresOn(fragile.topic()) != null)) {
            board.say(Tone.WARNING, "No send to " + fragile.topic() + " failed, which was expected");
        }
        Thread.sleep(LOOK_AT_IT.toMillis());
        Board.Failures failures = board.failuresOn(fragile.topic());
        board.phase("broker " + victim.id() + " comes back");
        board.say(Tone.STRONG, "Starting broker " + victim.id() + " again");
        victim.start();
        int sentBack = sent(fragile);
        boolean recovered =
                Waiting.until(RECOVERY_LIMIT, () -> fragile.ledger().ackedBetween(sentBack, Integer.MAX_VALUE) > 0);
        board.phase("all brokers are up");
        board.say(
                recovered ? Tone.GOOD : Tone.BAD,
                "Broker " + victim.id() + " is back; " + fragile.topic()
                        + (recovered ? " takes writes again, with nothing restarted" : " does not take writes yet"));
        return new Report(victim.id(), warned, sentBefore, sentBack, failures);
    }

    /** The stream is on its way, and the fragile topic is known to work. */
    private boolean ready() {
        return sent(main) >= killAt && fragile.ledger().counts().acked() >= FEWEST_ACKS_BEFORE && warned();
    }

    private boolean warned() {
        AcksVerdict verdict = board.verdictOn(fragile.topic());
        return verdict != null && verdict.kind() == AcksVerdict.Kind.NO_HEADROOM;
    }

    private static int sent(Channel channel) {
        return channel.ledger().counts().sent();
    }
}
