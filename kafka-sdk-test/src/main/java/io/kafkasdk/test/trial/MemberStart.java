package io.kafkasdk.test.trial;

/** Starts one member of the consumer group with the application's own handler. */
@FunctionalInterface
public interface MemberStart {

    /**
     * Starts it. Called for each member, and for each that joins later, by one thread at a time.
     *
     * @return what ends this member as the application ends it in an orderly stop; closed once, and given 60 s
     * @throws Exception when it cannot be started, which fails the trial
     */
    AutoCloseable start(TrialMember member) throws Exception;
}
