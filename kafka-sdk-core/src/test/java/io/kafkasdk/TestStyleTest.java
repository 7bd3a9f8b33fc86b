package io.kafkasdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;

/** How core's tests are written. */
@AnalyzeClasses(packages = "io.kafkasdk", importOptions = ImportOption.OnlyIncludeTests.class)
class TestStyleTest {

    @ArchTest
    static final ArchRule testsNeverSleep = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(TimeUnit.class, "sleep", long.class)
            .because(
                    "a sleep is either too short, then the test is flaky, or too long, then it is slow: wait for the event");
}
