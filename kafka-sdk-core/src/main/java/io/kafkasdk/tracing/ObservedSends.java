package io.kafkasdk.tracing;

import io.kafkasdk.producer.SendTrace;
import io.kafkasdk.producer.SendTracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Observes each send. */
final class ObservedSends implements SendTracing {

    private final Observations observations;
    private final SentRecordConvention convention = new SentRecordConvention();

    ObservedSends(Observations observations) {
        this.observations = observations;
    }

    @Override
    public SendTrace begin(String clientId, ProducerRecord<?, ?> record) {
        if (observations.areOff()) {
            return SendTrace.NONE;
        }
        SentRecordContext context = SentRecordContext.of(clientId, record, keepsTrace(record.headers()));
        Observation observation = observations.start(convention, context);
        return observation.isNoop() ? SendTrace.NONE : new ObservedSend(observations, observation, context);
    }

    /**
     * Whoever gave the record a trace of its own, such as one that was kept in an outbox, knows better. A copy of the
     * headers of the record that is handled here is no such thing.
     */
    private boolean keepsTrace(Headers headers) {
        byte[] own = TraceHeaders.parent(headers);
        return own != null && !isOfHandledRecord(own);
    }

    private boolean isOfHandledRecord(byte[] traceParent) {
        for (ObservationView view = observations.current(); view != null; ) {
            if (view.getContextView() instanceof HandledRecordsContext handled) {
                return handled.carries(traceParent);
            }
            view = view.getContextView().getParentObservation();
        }
        return false;
    }
}
