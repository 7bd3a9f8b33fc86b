package io.kafkasdk.spring.boot.handler;

/**
 * Says when a record is finished, for work that goes on after the {@link HandlesRecords} method returned.
 *
 * <p><b>Threads:</b> any thread may call it.
 *
 * <p><b>Lifecycle:</b> one for each attempt. The first call counts, later ones are ignored; so is one after
 * {@code kafka-sdk.consumers.<name>.async-timeout} (default 1 min), when the attempt has failed for want of an answer. A
 * method that throws has failed, whatever it called before.
 */
public interface Acknowledgement {

    /** Says that the record is handled: its offset may be committed. Does not block. */
    void acknowledge();

    /**
     * Says that the attempt failed, as if the method had thrown this: the failure policy decides what comes next. Does not
     * block.
     *
     * @param failure why
     */
    void fail(Throwable failure);
}
