package io.kafkasdk.tuning;

import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.TunableProducer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures a producer, and judges what was measured. Apart from the course of events, so that each is tested by itself. */
interface Instruments {

    /** Begins to watch a producer. Does not block, and costs it nothing. */
    Watch begin(TunableProducer producer);

    /**
     * Tries the codecs and says what would be better. Takes some hundred milliseconds of processor time.
     *
     * @param window how the producer does
     * @param sample some of its records, null where there were too few; not to be kept
     */
    Finding judge(TunableProducer producer, Window window, @Nullable PayloadSample sample);

    /** A look at a producer that has begun. */
    interface Watch {

        /** Returns what happened since it began. */
        Window soFar();
    }

    /**
     * What happened in some seconds.
     *
     * @param observed how the producer did
     * @param records records that ended
     * @param failed records that its client gave up
     * @param retried records that its client sent again
     * @param split batches that were larger than their topic takes, so that its client sent them again in parts
     * @param topics those that records were sent to; empty where that is not known
     */
    record Window(TuningObservation observed, long records, long failed, long retried, long split, Set<String> topics) {

        /** Copies the set. */
        public Window {
            topics = Set.copyOf(topics);
        }

        /** Returns the records that failed, as a part of those that ended. */
        double failedShare() {
            return failed == 0 ? 0 : (double) failed / Math.max(failed, records);
        }

        /** Returns the batches that were split, by record that ended. */
        double splitShare() {
            return (double) split / Math.max(1, records);
        }
    }

    /**
     * What was found.
     *
     * @param codecs what each codec made of the sample, best first
     * @param judgement what to change
     */
    record Finding(List<CodecResult> codecs, Judgement judgement) {

        /** Copies the list. */
        public Finding {
            codecs = List.copyOf(codecs);
        }
    }
}
