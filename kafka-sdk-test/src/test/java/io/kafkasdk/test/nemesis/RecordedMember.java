package io.kafkasdk.test.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A member without a process, which writes down what is done to it. */
final class RecordedMember implements TargetProcess {
    private final String name;
    private final List<String> calls = new ArrayList<>();
    private boolean running = true;
    private boolean paused;

    RecordedMember(String name) {
        this.name = name;
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRunning() {
        return running && !paused;
    }

    @Override
    public void start() {
        becomes("start", running, false, true);
    }

    @Override
    public void kill() {
        becomes("kill", running, true, false);
        paused = false;
    }

    @Override
    public boolean stop(Duration limit) {
        becomes("stop", running && !paused, true, false);
        return true;
    }

    @Override
    public void pause() {
        becomes("pause", isRunning(), true, true);
        paused = true;
    }

    @Override
    public void resume() {
        becomes("resume", paused, true, true);
        paused = false;
    }

    private void becomes(String call, boolean is, boolean expected, boolean then) {
        if (is != expected) {
            throw new IllegalStateException(call + " of a member after " + calls);
        }
        calls.add(call);
        running = then;
    }
}
