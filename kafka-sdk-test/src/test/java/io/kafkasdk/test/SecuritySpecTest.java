package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecuritySpecTest {
    @Test
    void aDeclaredUserMakesTheClusterSecured() {
        assertThat(SecuritySpec.NONE.enabled()).isFalse();
        assertThat(SecuritySpec.NONE.secured().enabled()).isTrue();
        assertThat(SecuritySpec.NONE.with("alice", "secret").enabled()).isTrue();
    }

    @Test
    void equalSpecificationsMayShareAClusterAndOtherPasswordsMayNot() {
        assertThat(spec("secret", Map.of())).isEqualTo(spec("secret", Map.of()));
        assertThat(spec("secret", Map.of())).isNotEqualTo(spec("other", Map.of()));
    }

    @Test
    void aSpecificationNamesItsUsersAndNotTheirPasswords() {
        assertThat(spec("secret", Map.of()).toString()).contains("alice").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a b", "a,b", "a=b", "a\"b", "a/b", "ä"})
    void aNameThatNeedsEscapesIsRefused(String name) {
        assertThatThrownBy(() -> SecuritySpec.NONE.with(name, "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("User name \"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "line\nbreak", "tab\t"})
    void aPasswordThatDoesNotFitIsRefusedWithoutSayingIt(String password) {
        assertThatThrownBy(() -> SecuritySpec.NONE.with("alice", password))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The password of user alice must not be empty nor have control characters");
    }

    @Test
    void theAuthorizerOfASecuredClusterIsNotTheUsersToSet() {
        Map<String, String> own = Map.of("super.users", "User:alice");

        assertThatThrownBy(() -> spec("secret", own))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Broker property super.users")
                .hasMessageContaining("leave it out");
        assertThatCode(() -> new ClusterSpec(1, false, Backend.PROCESS, SecuritySpec.NONE, own, Map.of()))
                .doesNotThrowAnyException();
    }

    private static ClusterSpec spec(String password, Map<String, String> properties) {
        return new ClusterSpec(
                1, false, Backend.PROCESS, SecuritySpec.NONE.with("alice", password), properties, Map.of());
    }
}
