package io.kafkasdk.reliability.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutantCompilerTest {

    @TempDir
    private Path directory;

    static List<Mutant> mutants() {
        return Mutant.ALL;
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void everyMutantFitsTheSourceAsItIs(Mutant mutant) throws Exception {
        Path classes = MutantCompiler.compile(mutant, directory);

        for (Mutant.Edit edit : mutant.edits()) {
            assertThat(classes.resolve("io/kafkasdk").resolve(edit.type() + ".class"))
                    .exists();
        }
    }

    @Test
    void aMutantWhosePlaceIsGoneFailsAndNamesIt() {
        Mutant stale = new Mutant(
                "is stale",
                Scenario.HANDLERS_FAIL,
                "NothingLost",
                List.of(new Mutant.Edit("consumer/Lane", "a place that is not there", "")));

        assertThatThrownBy(() -> MutantCompiler.compile(stale, directory))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("consumer/Lane")
                .hasMessageContaining("is stale");
    }

    @Test
    void aMutantWhosePlaceIsThereTwiceFails() {
        Mutant vague = new Mutant(
                "is vague",
                Scenario.HANDLERS_FAIL,
                "NothingLost",
                List.of(new Mutant.Edit("consumer/Lane", "private", "")));

        assertThatThrownBy(() -> MutantCompiler.compile(vague, directory)).isInstanceOf(AssertionError.class);
    }
}
