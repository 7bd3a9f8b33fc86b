package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.StartRule.Ground;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class StartRuleTest {

    @Test
    void aGroupWithoutAnyCommitIsNew() {
        StartRule rule = StartRule.of(4, Map.of());
        assertThat(rule.groundOf(3)).isEqualTo(Ground.NEW_GROUP);
        assertThat(rule.begun()).isEqualTo(4);
    }

    @Test
    void theFirstCommitOfAnotherMemberOfANewGroupMakesNoPartitionANewOne() {
        assertThat(StartRule.of(4, Map.of(0, ours(4))).groundOf(2)).isEqualTo(Ground.COMMIT_MISSING);
    }

    @Test
    void aPartitionBeyondWhatTheGroupBeganToReadIsNew() {
        StartRule rule = StartRule.of(6, Map.of(0, ours(4), 1, ours(4)));
        assertThat(rule.groundOf(4)).isEqualTo(Ground.NEW_PARTITION);
        assertThat(rule.groundOf(5)).isEqualTo(Ground.NEW_PARTITION);
        assertThat(rule.groundOf(3)).isEqualTo(Ground.COMMIT_MISSING);
        assertThat(rule.begun())
                .as("handed on, not the number that the topic has now")
                .isEqualTo(4);
    }

    @Test
    void aNewPartitionWithACommitDoesNotMakeAnotherNewOneOld() {
        assertThat(StartRule.of(6, Map.of(0, ours(4), 5, ours(4))).groundOf(4)).isEqualTo(Ground.NEW_PARTITION);
        StartRule both = StartRule.of(7, Map.of(0, ours(4), 4, ours(4), 5, ours(4)));
        assertThat(both.begun()).isEqualTo(6);
        assertThat(both.groundOf(6)).isEqualTo(Ground.NEW_PARTITION);
    }

    @Test
    void commitsOfAnotherClientTellAtLeastWhatItRead() {
        StartRule rule = StartRule.of(4, Map.of(1, new OffsetAndMetadata(7, "something else")));
        assertThat(rule.groundOf(0)).isEqualTo(Ground.COMMIT_MISSING);
        assertThat(rule.groundOf(2)).isEqualTo(Ground.NEW_PARTITION);
    }

    private static OffsetAndMetadata ours(int topicPartitions) {
        return CommitNote.withoutFinished(new OffsetAndMetadata(7), topicPartitions, Lives.UNKNOWN);
    }
}
