package io.kafkasdk.test;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Copies what a container prints to a file, until it ends. */
final class ContainerLog extends ResultCallback.Adapter<Frame> {
    private final OutputStream file;

    private ContainerLog(OutputStream file) {
        this.file = file;
    }

    static ContainerLog follow(DockerClient docker, String containerId, Instant since, Path log) {
        try {
            OutputStream file = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return docker.logContainerCmd(containerId)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .withSince((int) since.getEpochSecond())
                    .exec(new ContainerLog(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + log, e);
        }
    }

    @Override
    public void onNext(Frame frame) {
        try {
            file.write(frame.getPayload());
        } catch (IOException e) {
            onError(e); // ends the copy; the broker does not depend on it
        }
    }

    @Override
    public void onComplete() {
        close();
        super.onComplete();
    }

    @Override
    public void close() {
        try (OutputStream closing = file) {
            closing.flush();
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not close the log of a container", e);
        }
    }
}
