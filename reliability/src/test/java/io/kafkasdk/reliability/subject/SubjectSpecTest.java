package io.kafkasdk.reliability.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectSpecTest {

    private final SubjectSpec spec = SubjectSpec.of("sender-1", Path.of("/tmp/ledger"), "localhost:9092");

    @Test
    void theCommandLineGivesTheSameSpecAgain() {
        SubjectSpec full = spec.with(Setting.TOPICS, "a,b").with(Setting.PASSWORD, "x=y z");

        assertThat(SubjectSpec.parse(full.arguments().toArray(new String[0]))).isEqualTo(full);
    }

    @Test
    void whatIsNotGivenHasADefault() {
        assertThat(spec.number(Setting.RATE)).isEqualTo(300);
        assertThat(spec.member()).isEqualTo("sender-1-0");
    }

    @Test
    void aSettingThatDoesNotExistIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectSpec.parse("speed=3"))
                .withMessageContaining("'speed'")
                .withMessageContaining("rate");
    }

    @Test
    void aWrongValueIsRefusedWithWhatIsRight() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec.with(Setting.RATE, "fast"))
                .withMessageContaining("'fast'")
                .withMessageContaining("rate");
    }

    @Test
    void whatIsMissingIsToldWhenItIsAskedFor() {
        assertThatIllegalArgumentException().isThrownBy(spec::topics).withMessageContaining("topics=");
    }

    @Test
    void secretsAreNotPrinted() {
        SubjectSpec secret = spec.with(Setting.PASSWORD, "canary").with(Setting.TRUST_STORE_PASSWORD, "bird");

        assertThat(secret.toString()).doesNotContain("canary", "bird").contains("password=[hidden]");
    }

    @Test
    void aGroupHasAProtocolTopicsAndADeadLetterTopicOfItsOwn() {
        SubjectSpec member = spec.with(Setting.GROUPS, "billing:classic:orders+refunds,stock:consumer:orders");

        assertThat(member.groups())
                .containsExactly(
                        new SubjectSpec.Group("billing", "classic", List.of("orders", "refunds")),
                        new SubjectSpec.Group("stock", "consumer", List.of("orders")));
        assertThat(member.groups().get(0).deadLetterTopic()).isEqualTo("billing.dlt");
    }
}
