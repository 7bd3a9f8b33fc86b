package io.kafkasdk.consumer;

/** What the {@link ReferenceModel} checks; the names begin with the guarantee. */
enum Check {
    /** A commit says that a record is finished that is not. */
    C1_COMMITTED_UNFINISHED,
    /** A commit goes back behind the start of its assignment, or beyond the log. */
    C1_COMMITTED_OUT_OF_RANGE,
    /** A record came to no end at all. */
    C1_RECORD_LOST,
    /** Two handlers of one key, partition or record run at a time. */
    C2_TWO_AT_A_TIME,
    /** A handler starts before a record that is ordered before its own has ended. */
    C2_OUT_OF_ORDER,
    /** A handler starts for a partition that goes or has gone. */
    C2_STARTED_AFTER_LEAVING,
    /** A commit is sent for a partition that has gone. */
    C2_COMMITTED_AFTER_LEAVING,
    /** The end of a record of an old assignment changes the present one. */
    C2_OLD_ASSIGNMENT_COUNTED,
    /** A record ended twice, or was handled after its end, in one assignment. */
    C3_TWO_ENDS,
    /** A record was given up before its attempts were spent. */
    C5_GIVEN_UP_EARLY,
    /** A record counts as dead-lettered although the dead letter was not acknowledged. */
    C6_DEAD_LETTER_LOST,
    /** A count of what is in flight is wrong. */
    C7_COUNT_WRONG,
    /** More is in flight than allowed. */
    C7_BOUND_BROKEN,
    /** A record is handled again although an accepted commit told that it is finished. */
    C9_HANDLED_AGAIN,
    /** A commit does not remember a finished record. */
    C9_NOT_REMEMBERED,
    /** The metadata of a commit is too long or cannot be read. */
    C9_METADATA_BROKEN,
    /** A partition was given back or the consumer closed in order, and something finished was not committed. */
    C10_NOT_COMMITTED,
    /** With all faults gone not all is handled and committed. */
    STUCK,
    /** A class of the engine threw. */
    BROKEN
}
