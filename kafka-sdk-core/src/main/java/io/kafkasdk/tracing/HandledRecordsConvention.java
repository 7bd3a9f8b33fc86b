package io.kafkasdk.tracing;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * What is told of a call of a handler. Of low cardinality, fit for the tags of a meter, is only what the settings of the
 * application bound.
 */
final class HandledRecordsConvention implements ObservationConvention<HandledRecordsContext> {

    private static final String OPERATION = "process";
    private static final KeyValues LOW = Keys.operation(OPERATION);

    @Override
    public String getName() {
        return HandledRecordsContext.NAME;
    }

    @Override
    public String getContextualName(HandledRecordsContext context) {
        String topic = context.topic();
        return topic == null ? OPERATION : OPERATION + " " + topic;
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(HandledRecordsContext context) {
        return LOW.and(Keys.CLIENT_ID, context.clientId(), Keys.GROUP, context.group());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(HandledRecordsContext context) {
        KeyValues known = KeyValues.empty();
        String topic = context.topic();
        if (topic != null) {
            known = known.and(Keys.DESTINATION, topic);
        }
        if (context.partition() >= 0) {
            known = known.and(Keys.PARTITION, Integer.toString(context.partition()));
        }
        if (context.isBatch()) {
            known = known.and(Keys.COUNT, Integer.toString(context.count()));
        } else {
            known = known.and(Keys.OFFSET, Long.toString(context.offset()));
        }
        if (context.isTombstone() && !context.isBatch()) {
            known = known.and(Keys.TOMBSTONE, "true");
        }
        String error = context.errorType();
        return error == null ? known : known.and(Keys.ERROR_TYPE, error);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof HandledRecordsContext;
    }
}
