package io.kafkasdk.reliability;

import io.kafkasdk.reliability.report.Side;
import io.kafkasdk.reliability.subject.JvmProcess;
import io.kafkasdk.reliability.subject.PlainMember;
import io.kafkasdk.reliability.subject.PlainSender;
import io.kafkasdk.reliability.subject.SdkMember;
import io.kafkasdk.reliability.subject.SdkSender;
import io.kafkasdk.reliability.subject.SubjectSpec;
import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import io.kafkasdk.test.nemesis.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The clients of a run, each in a JVM of its own.
 *
 * <p><b>Lifecycle</b>: made before they are started; close it, which kills what still lives.
 *
 * @param senders of both sides
 * @param members of the SDK's groups but for the short-lived topic's: each is a member of all of them
 * @param keeper the one member of the group that loses records, and so is stopped for it
 * @param plainMembers of the plain client's groups, as many for each group as there are SDK members with a twin
 */
record Fleet(List<JvmProcess> senders, List<JvmProcess> members, JvmProcess keeper, List<JvmProcess> plainMembers)
        implements AutoCloseable {

    private static final int MEMBERS = 3;
    /** Two are enough for one to take over from the other. */
    private static final int PLAIN_MEMBERS = 2;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    Fleet {
        senders = List.copyOf(senders);
        members = List.copyOf(members);
        plainMembers = List.copyOf(plainMembers);
    }

    /** Makes them, starts none. */
    static Fleet of(Bench bench, Profile profile, Path ledger, Path output) {
        SubjectSpec common = SubjectSpec.of("any", ledger, bench.bootstrap());
        if (Bench.isShortened(profile.times())) {
            common =
                    common.with(Setting.SESSION, profile.times().memberSession().toMillis());
        }
        SubjectSpec member = common;
        Topology topology = bench.topology();
        List<Topology.Group> shared = topology.groups(Side.SDK).stream()
                .filter(group -> !group.topic().equals(Topology.RETENTION))
                .toList();
        List<Topology.Group> kept = topology.groups(Side.SDK).stream()
                .filter(group -> group.topic().equals(Topology.RETENTION))
                .toList();
        return new Fleet(
                senders(common, bench, profile.load(), output),
                numbered("member", MEMBERS).stream()
                        .map(name -> process(SdkMember.class, member(member, name, shared), output))
                        .toList(),
                process(SdkMember.class, member(member, "keeper", kept), output),
                topology.groups(Side.PLAIN).stream()
                        .flatMap(group -> numbered(group.name(), PLAIN_MEMBERS).stream()
                                .map(name -> process(PlainMember.class, member(member, name, List.of(group)), output)))
                        .toList());
    }

    private static List<JvmProcess> senders(SubjectSpec common, Bench bench, Profile.Load load, Path output) {
        SubjectSpec bad = common.with(Setting.POISON, load.oneBadIn()).with(Setting.FAILING, load.oneBadIn());
        SubjectSpec guarded = sender(bad, "sender-guarded", load.guarded(), Topology.GUARDED)
                .with(Setting.BOOTSTRAP, bench.guardedBootstrap())
                .with(Setting.PROTOCOL, "SASL_PLAINTEXT")
                .with(Setting.USER, Bench.USER)
                .with(Setting.PASSWORD, Bench.PASSWORD);
        return List.of(
                process(SdkSender.class, sender(bad, "sender-main", load.main(), Topology.MAIN), output),
                process(
                        SdkSender.class,
                        sender(
                                bad,
                                "sender-mixed",
                                load.mixed(),
                                String.join(",", Topology.MAIN, Topology.CHANGING, Topology.RETENTION)),
                        output),
                process(SdkSender.class, guarded, output),
                process(
                        PlainSender.class,
                        sender(common, Side.PLAIN_PREFIX + "-sender", load.plain(), Topology.PLAIN),
                        output));
    }

    private static SubjectSpec sender(SubjectSpec spec, String name, int rate, String topics) {
        return spec.with(Setting.NAME, name).with(Setting.RATE, rate).with(Setting.TOPICS, topics);
    }

    private static SubjectSpec member(SubjectSpec spec, String name, List<Topology.Group> groups) {
        return spec.with(Setting.NAME, name)
                .with(
                        Setting.GROUPS,
                        groups.stream()
                                .map(group -> group.name() + ":" + group.protocol() + ":" + group.topic())
                                .collect(Collectors.joining(",")));
    }

    private static JvmProcess process(Class<?> main, SubjectSpec spec, Path output) {
        return JvmProcess.of(main, spec, output);
    }

    private static List<String> numbered(String name, int count) {
        return Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map(number -> name + "-" + number)
                .toList();
    }

    /** Returns what may be broken: a fault of a member hits a member of each plain group with it. */
    Arena arena(Bench bench) {
        List<Twins> twins = new ArrayList<>();
        for (int i = 0; i < PLAIN_MEMBERS; i++) {
            twins.add(twins(List.of(members.get(i)), i));
        }
        // With a member of the main groups, so that whatever hits this group hits those, too, and the plain ones.
        Twins keptTwins = twins(List.of(keeper, members.get(MEMBERS - 1)), PLAIN_MEMBERS - 1);
        Arena.Builder arena = Arena.of(bench.cluster())
                .topics(Topology.MAIN, Topology.PLAIN)
                .strictTopic(Topology.MAIN)
                .growingTopic(Topology.CHANGING)
                .recreatedTopic(Topology.CHANGING)
                .limitedUsers(Bench.ANONYMOUS, Bench.USER)
                .guarded(Bench.USER, Topology.GUARDED, AclOperation.WRITE);
        for (Topology.Group group : bench.topology().groups(Side.SDK)) {
            if (group.topic().equals(Topology.RETENTION)) {
                arena.members(group.name(), List.of(keptTwins)).retained(group.topic(), group.name());
            } else if (group.topic().equals(Topology.MAIN)) {
                arena.members(group.name(), twins);
            }
        }
        return arena.build();
    }

    /** Processes of the SDK, and of each plain group the member of this number, from 0. */
    private Twins twins(List<JvmProcess> sdk, int number) {
        List<JvmProcess> processes = new ArrayList<>(sdk);
        for (int plain = number; plain < plainMembers.size(); plain += PLAIN_MEMBERS) {
            processes.add(plainMembers.get(plain));
        }
        return new Twins(processes);
    }

    void startMembers() {
        allMembers().forEach(JvmProcess::start);
    }

    void startSenders() {
        senders.forEach(JvmProcess::start);
    }

    /** Returns the names of the members that do not say yet that they work. */
    List<String> unreadyMembers() {
        return allMembers().stream()
                .filter(member -> !member.isReady())
                .map(JvmProcess::name)
                .toList();
    }

    /** Returns the names of those that did not end by themselves when they were told to. */
    List<String> stopSenders() {
        return stop(senders);
    }

    /** Returns the names of those that did not end by themselves when they were told to. */
    List<String> stopMembers() {
        return stop(allMembers());
    }

    private static List<String> stop(List<JvmProcess> processes) {
        return processes.parallelStream()
                .filter(process -> !process.stop(STOP_LIMIT))
                .map(JvmProcess::name)
                .toList();
    }

    private List<JvmProcess> allMembers() {
        return Stream.of(members, List.of(keeper), plainMembers)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        Stream.of(senders, allMembers()).flatMap(List::stream).forEach(JvmProcess::close);
    }
}
