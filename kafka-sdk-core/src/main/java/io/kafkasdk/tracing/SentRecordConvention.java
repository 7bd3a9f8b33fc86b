package io.kafkasdk.tracing;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * What is told of a send. Of low cardinality, fit for the tags of a meter, is only what the settings of the application
 * bound.
 */
final class SentRecordConvention implements ObservationConvention<SentRecordContext> {

    private static final String OPERATION = "send";
    private static final KeyValues LOW = Keys.operation(OPERATION);

    @Override
    public String getName() {
        return SentRecordContext.NAME;
    }

    @Override
    public String getContextualName(SentRecordContext context) {
        return OPERATION + " " + context.topic();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(SentRecordContext context) {
        return LOW.and(Keys.CLIENT_ID, context.clientId());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(SentRecordContext context) {
        KeyValues known = KeyValues.of(Keys.DESTINATION, context.topic());
        if (context.partition() >= 0) {
            known = known.and(Keys.PARTITION, Integer.toString(context.partition()));
        }
        if (context.offset() >= 0) {
            known = known.and(Keys.OFFSET, Long.toString(context.offset()));
        }
        if (context.isTombstone()) {
            known = known.and(Keys.TOMBSTONE, "true");
        }
        String error = context.errorType();
        return error == null ? known : known.and(Keys.ERROR_TYPE, error);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof SentRecordContext;
    }
}
