package io.kafkasdk.deadletter;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Tells records that were brought back for one group only. */
public final class ReplayMark {

    private ReplayMark() {}

    /**
     * Returns whether the record was replayed for another group, so that this one is to leave it alone. Looks at one
     * header, {@link DeadLetterHeaders#REPLAY_GROUP}; allocates nothing, so that it may be asked for every record. Never
     * blocks, never throws.
     *
     * @param headers the headers of the record
     * @param group the consumer group that asks
     */
    public static boolean isForAnotherGroup(Headers headers, String group) {
        Header mark = headers.lastHeader(DeadLetterHeaders.REPLAY_GROUP);
        if (mark == null) {
            return false;
        }
        byte[] value = mark.value();
        // Without a name it is not the SDK's.
        return value != null && !isName(value, group);
    }

    /** Names of groups are ASCII, so a byte is a letter. */
    private static boolean isName(byte[] value, String group) {
        if (value.length != group.length()) {
            return false;
        }
        for (int i = 0; i < value.length; i++) {
            if (value[i] != group.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
