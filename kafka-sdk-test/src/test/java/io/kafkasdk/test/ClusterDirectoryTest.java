package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {
    @TempDir
    Path working;

    @TempDir
    Path temporary;

    @Test
    void aMavenModuleKeepsItsClustersUnderTarget() throws IOException {
        Files.createFile(working.resolve("pom.xml"));

        assertThat(ClusterDirectory.create(working, temporary).path())
                .isDirectory()
                .hasParent(working.resolve("target/kafka-cluster"));
    }

    @Test
    void elsewhereTheTemporaryDirectoryIsUsed() {
        assertThat(ClusterDirectory.create(working, temporary).path())
                .hasParent(temporary.resolve("kafka-cluster-" + System.getProperty("user.name")));
        assertThat(working).isEmptyDirectory();
    }

    @Test
    void twoClustersOfOneSecondHaveDirectoriesOfTheirOwn() {
        assertThat(ClusterDirectory.create(working, temporary).path())
                .isNotEqualTo(ClusterDirectory.create(working, temporary).path());
    }

    @Test
    void closeDeletesTheDataAndKeepsTheLogs() throws IOException {
        ClusterDirectory directory = ClusterDirectory.create(working, temporary);
        Files.writeString(directory.data(1).resolve("segment"), "data");
        Files.writeString(directory.log(1), "log");

        directory.close();
        directory.close();

        assertThat(directory.path()).isDirectoryNotContaining(path -> path.endsWith("run"));
        assertThat(directory.log(1)).hasContent("log");
    }
}
