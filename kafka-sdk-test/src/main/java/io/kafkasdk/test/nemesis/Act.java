package io.kafkasdk.test.nemesis;

/** A fault that is one act and its undoing. */
record Act(FaultKind kind, String target, Runnable breaking, Runnable mending) implements Fault {

    @Override
    public void begin() {
        breaking.run();
    }

    @Override
    public void heal() {
        mending.run();
    }
}
