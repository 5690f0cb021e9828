package cn.taxrollout.deploy.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.embedded.Secrets;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The launcher behind {@code deploy/up}: starts the suite, fills it, replays the plan's days and stays up until it is ended. */
@Command(
        name = "deploy/up",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Runs the suite on this machine: PostgreSQL, Kafka, Keycloak and the three services, with a bureau and "
                        + "its plan in it. Ctrl-C ends it.")
final class Up implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int REPLAYED_DAYS = 25;

    @Mixin
    private Options options;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    private final long begin = System.nanoTime();
    private volatile boolean stopping;

    /** @param arguments see {@link Options}; the system property {@code deploy} names the folder of that name */
    public static void main(String... arguments) {
        var up = new Up();
        System.exit(new CommandLine(up)
                .setParameterExceptionHandler((e, args) -> up.misused(e.getMessage() + "; see deploy/up --help"))
                .setExecutionExceptionHandler((e, command, parsed) -> up.failed(e))
                .execute(arguments));
    }

    @Override
    public Integer call() {
        var deploy = Path.of(System.getProperty("deploy", "deploy"));
        var job = options.job(deploy.resolve("sample"));
        var roster = Roster.read(job.roster());
        var scenario = job.scenario() == null ? Scenario.EMPTY : Scenario.read(job.scenario());
        var ports = Ports.usual(job.portOffset());
        var run = RunDirectory.at(deploy.resolve("local/target/run-" + job.portOffset()));
        var password = password(job);
        out.println("Starting; logs are in " + run.folder());
        var suite = new LocalSuite(
                new LocalSuite.Settings(ports, job.data(), run.folder(), roster.staff(), password), this::line);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(suite, run)));

        suite.start();
        run.announce(suite.keycloak().issuer(), password, suite.keycloak().systemSecret());
        suite.tokens().prepare(people(roster, scenario));
        if (!job.isLoaded()) {
            load(suite, job, roster, scenario);
        }
        timed("quiet", suite::awaitQuiet, "everything published and dealt with");
        new Report(suite, roster, password, out).print();
        out.printf("%nUp after %s. Ctrl-C ends it.%n", seconds(begin));

        var ended = suite.anyEnd().join();
        throw new IllegalStateException(ended + " has ended, see its log in " + run.folder());
    }

    private void load(LocalSuite suite, Options.Job job, Roster roster, Scenario scenario) {
        var loading = new Loading(suite);
        var imported = timed("roster", () -> loading.roster(roster), Loading.Finding::summary);
        list(imported.anomalies());
        var plan = timed("plan", () -> loading.plan(job.document()), confirmed -> confirmed
                .finding()
                .summary());
        list(plan.finding().anomalies());
        var until = job.until() == null ? plan.start().plusDays(REPLAYED_DAYS) : job.until();
        if (job.replay() && until.isBefore(plan.start())) {
            throw new BadUse("--until " + until + " lies before the plan's issue, " + plan.start());
        }
        var moments = job.replay() ? Replay.moments(plan.start(), until, scenario) : List.<Replay.Moment>of();
        timed("publication", () -> loading.publish(plan), plan.start().toString());
        if (job.replay()) {
            timed("replay", () -> new Replay(suite, plan.id()).play(moments), extent(moments, until));
        }
        if (job.data() != null) {
            keep(job);
        }
    }

    private static String extent(List<Replay.Moment> moments, LocalDateTime until) {
        var steps = moments.stream().mapToInt(moment -> moment.steps().size()).sum();
        return steps + " steps until " + until;
    }

    private static void keep(Options.Job job) {
        try {
            Files.copy(job.roster(), job.loaded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String password(Options.Job job) {
        return job.data() == null
                ? Secrets.next()
                : Secrets.keptIn(job.data().resolve("staff.properties"), List.of("password"))
                        .get("password");
    }

    private static List<String> people(Roster roster, Scenario scenario) {
        return Stream.concat(scenario.steps().stream().map(Scenario.Step::who), Stream.ofNullable(roster.busiest()))
                .distinct()
                .toList();
    }

    private void timed(String part, Runnable work, String what) {
        timed(
                part,
                () -> {
                    work.run();
                    return what;
                },
                done -> done);
    }

    private <T> T timed(String part, Supplier<T> work, Function<T, String> what) {
        var from = System.nanoTime();
        var result = work.get();
        line(part, (System.nanoTime() - from) / 1_000_000, what.apply(result));
        return result;
    }

    private void line(String part, long millis, String what) {
        out.printf("  %-22s %6.1f s  %s%n", part, millis / 1000.0, what);
    }

    private void list(List<String> anomalies) {
        anomalies.forEach(anomaly -> out.println("      " + anomaly));
    }

    private int misused(String message) {
        System.err.println("deploy/up: " + message);
        return MISUSED;
    }

    private int failed(Exception e) {
        if (stopping) {
            return FAILED;
        }
        if (e instanceof BadUse) {
            return misused(e.getMessage());
        }
        System.err.println("deploy/up: " + e.getMessage());
        return FAILED;
    }

    private void stop(LocalSuite suite, RunDirectory run) {
        stopping = true;
        var from = System.nanoTime();
        run.withdraw();
        suite.close();
        out.printf("Stopped everything in %s.%n", seconds(from));
    }

    private static String seconds(long from) {
        return "%.1f s".formatted((System.nanoTime() - from) / 1e9);
    }
}
