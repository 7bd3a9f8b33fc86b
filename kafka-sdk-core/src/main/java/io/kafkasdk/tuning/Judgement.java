package io.kafkasdk.tuning;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.TuningAdvice;
import java.util.List;

/**
 * What the rules made of what was measured.
 *
 * @param advice what to change, and why; empty where nothing promises enough
 * @param changes the part of it that a hand-over can bring about, all of it tunable keys
 * @param savings what following it would save
 */
record Judgement(List<TuningAdvice> advice, ClientTuning changes, TuningSavings savings) {

    /** Copies the list. */
    Judgement {
        advice = List.copyOf(advice);
    }
}
