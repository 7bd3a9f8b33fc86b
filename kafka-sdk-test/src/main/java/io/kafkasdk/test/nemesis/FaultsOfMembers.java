package io.kafkasdk.test.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Members of groups that die, leave, or stand still. */
final class FaultsOfMembers {
    static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final Arena arena;
    private final Targets targets;
    private final Consumer<String> progress;

    FaultsOfMembers(Arena arena, Targets targets, Consumer<String> progress) {
        this.arena = arena;
        this.targets = targets;
        this.progress = progress;
    }

    Fault kill(FaultStep step) {
        Targets.Member member = targets.member(step);
        TargetProcess process = member.process();
        return new Act(
                step.kind(),
                member.text(),
                () -> {
                    process.kill();
                    process.start();
                },
                () -> startIfDown(process));
    }

    Fault stop(FaultStep step) {
        Targets.Member member = targets.member(step);
        TargetProcess process = member.process();
        return new Act(
                step.kind(),
                member.text(),
                () -> {
                    stop(process, progress);
                    process.start();
                },
                () -> startIfDown(process));
    }

    Fault pause(FaultStep step) {
        Targets.Member member = targets.member(step);
        TargetProcess process = member.process();
        return new Act(step.kind(), member.text(), process::pause, () -> {
            if (!process.isRunning()) {
                process.resume();
            }
        });
    }

    Fault storm(FaultStep step) {
        String group = targets.crowd(step);
        return new Storm(group, arena.members(group), new Random(step.luck()), progress);
    }

    /** Stops a member and says when it had to be killed. */
    static void stop(TargetProcess member, Consumer<String> progress) {
        if (!member.stop(STOP_LIMIT)) {
            progress.accept(
                    member.name() + " did not end within " + STOP_LIMIT.toSeconds() + " s of SIGTERM and was killed");
        }
    }

    static void startIfDown(TargetProcess member) {
        if (!member.isRunning()) {
            member.start();
        }
    }

    /** Every one to two seconds a member leaves or joins; at least one stays. */
    private record Storm(String group, List<TargetProcess> members, Random random, Consumer<String> progress)
            implements Fault {
        @Override
        public FaultKind kind() {
            return FaultKind.REBALANCE_STORM;
        }

        @Override
        public String target() {
            return "members of group " + group;
        }

        @Override
        public void begin() {
            again();
        }

        @Override
        public Duration rhythm() {
            return Duration.ofMillis(1000 + random.nextInt(1001));
        }

        @Override
        public void again() {
            TargetProcess member = members.get(random.nextInt(members.size()));
            if (!member.isRunning()) {
                member.start();
            } else if (members.stream().filter(TargetProcess::isRunning).count() > 1) {
                stop(member, progress);
            } else {
                members.stream().filter(other -> !other.isRunning()).findFirst().ifPresent(TargetProcess::start);
            }
        }

        @Override
        public void heal() {
            members.forEach(FaultsOfMembers::startIfDown);
        }
    }
}
