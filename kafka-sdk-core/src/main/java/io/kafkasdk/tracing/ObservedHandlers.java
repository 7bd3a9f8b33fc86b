package io.kafkasdk.tracing;

import io.kafkasdk.consumer.AsyncHandler;
import io.kafkasdk.consumer.BatchHandler;
import io.kafkasdk.consumer.HandlerTracing;
import io.kafkasdk.consumer.RecordHandler;
import java.util.concurrent.CompletionStage;

/** Observes each call of a handler, so each attempt. */
final class ObservedHandlers implements HandlerTracing {

    private final Observations observations;
    private final HandledRecordsConvention convention = new HandledRecordsConvention();

    ObservedHandlers(Observations observations) {
        this.observations = observations;
    }

    @Override
    public <K, V> RecordHandler<K, V> ofRecords(RecordHandler<K, V> handler, String group, String clientId) {
        return record -> {
            if (observations.areOff()) {
                handler.handle(record);
                return;
            }
            ObservedCall call = begin(HandledRecordsContext.ofRecord(group, clientId, record));
            try {
                handler.handle(record);
            } catch (Throwable failure) {
                call.leave();
                call.end(failure);
                throw failure;
            }
            call.leave();
            call.end(null);
        };
    }

    @Override
    public <K, V> BatchHandler<K, V> ofBatches(BatchHandler<K, V> handler, String group, String clientId) {
        return records -> {
            if (observations.areOff()) {
                handler.handle(records);
                return;
            }
            ObservedCall call = begin(HandledRecordsContext.ofBatch(group, clientId, records));
            try {
                handler.handle(records);
            } catch (Throwable failure) {
                call.leave();
                call.end(failure);
                throw failure;
            }
            call.leave();
            call.end(null);
        };
    }

    // What the dependent stage returns is nobody's business: it throws nothing.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public <K, V> AsyncHandler<K, V> ofStages(AsyncHandler<K, V> handler, String group, String clientId) {
        return record -> {
            if (observations.areOff()) {
                return handler.handle(record);
            }
            ObservedCall call = begin(HandledRecordsContext.ofRecord(group, clientId, record));
            CompletionStage<?> stage;
            try {
                stage = handler.handle(record);
            } catch (Throwable failure) {
                call.leave();
                call.end(failure);
                throw failure;
            }
            call.leave();
            try {
                stage.whenComplete((value, failure) -> call.end(failure));
            } catch (RuntimeException e) {
                // Null, or a stage of the application's own making that takes no dependents: the consumer says so.
                call.end(e);
            }
            return stage;
        };
    }

    private ObservedCall begin(HandledRecordsContext context) {
        return ObservedCall.begin(observations, convention, context);
    }
}
