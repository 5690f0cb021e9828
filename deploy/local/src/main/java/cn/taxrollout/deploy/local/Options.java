package cn.taxrollout.deploy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the user of {@code deploy/up} may say. */
final class Options {

    @Option(names = "--document", paramLabel = "FILE", description = "The plan, .docx or .txt; default: the sample's.")
    private Path document;

    @Option(
            names = "--roster",
            paramLabel = "FILE",
            description = "The bureau's units, staff and seats as YAML or JSON; default: the sample's.")
    private Path roster;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "What the units do, as YAML; default: the sample's with the sample's plan, else nothing.")
    private Path scenario;

    @Option(
            names = "--until",
            paramLabel = "DATE",
            converter = Morning.class,
            description = "How far the plan's days are replayed: 2023-03-20, which means 09:00, or 2023-03-20T14:00. "
                    + "Default: 25 days after the plan's issue, for the sample 2023-03-20.")
    private LocalDateTime until;

    @Option(names = "--no-replay", description = "Import and publish the plan, and stay on the morning of its issue.")
    private boolean noReplay;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep the data here; a later start with it goes on where this one ended. Default: nothing is kept.")
    private Path data;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "Services on 8081 to 8083 plus N, their health and metrics on 9081 to 9083 plus N; "
                    + "PostgreSQL, Kafka and Keycloak on 5432, 9092 and 8080 plus N, or on free ports.")
    private int portOffset;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this.")
    private boolean help;

    private static final int HIGHEST_OFFSET = 50_000;

    /** The file of a data folder that says that it is loaded: the roster it was loaded with. */
    private static final String LOADED = "roster.yaml";

    /**
     * What is to be done.
     *
     * @param document null when the data is loaded already
     * @param scenario null for none
     * @param until null for the default
     * @param data null for none that is kept
     */
    record Job(
            Path roster, Path document, Path scenario, LocalDateTime until, boolean replay, Path data, int portOffset) {

        boolean isLoaded() {
            return document == null;
        }

        /** Where the roster is kept with the data, which is the sign that all was loaded. */
        Path loaded() {
            return data.resolve(LOADED);
        }
    }

    /**
     * Completes what was said with the defaults.
     *
     * @param sample the folder of the sample
     * @throws BadUse when options contradict each other or a file isn't there
     */
    Job job(Path sample) {
        if (portOffset < 0 || portOffset > HIGHEST_OFFSET) {
            throw new BadUse("--port-offset is a number from 0 to " + HIGHEST_OFFSET);
        }
        if (noReplay && (until != null || scenario != null)) {
            throw new BadUse("--no-replay leaves nothing for --until and --scenario to do");
        }
        if (data != null && Files.exists(data.resolve(LOADED))) {
            if (document != null || roster != null || scenario != null || until != null || noReplay) {
                throw new BadUse(data + " is loaded already and goes on from where it ended: "
                        + "leave out what is to be loaded, or name another folder");
            }
            return new Job(data.resolve(LOADED), null, null, null, false, data, portOffset);
        }
        if (data != null && !isEmptyFolder(data)) {
            throw new BadUse(data + " holds something else, or a load that was broken off: name an empty folder");
        }
        var isSample = document == null && roster == null;
        return new Job(
                readable(roster == null ? sample.resolve("roster.yaml") : roster),
                readable(document == null ? sample.resolve("plan.docx") : document),
                scenario == null && isSample && !noReplay
                        ? readable(sample.resolve("scenario.yaml"))
                        : scenario == null ? null : readable(scenario),
                until,
                !noReplay,
                data,
                portOffset);
    }

    private static boolean isEmptyFolder(Path folder) {
        if (Files.notExists(folder)) {
            return true;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new BadUse("cannot use " + folder + " as a folder for data: " + e);
        }
    }

    private static Path readable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new BadUse("there is no file " + file + " that can be read");
        }
        return file;
    }

    /** A date alone means its morning. */
    private static final class Morning implements ITypeConverter<LocalDateTime> {
        @Override
        public LocalDateTime convert(String text) {
            try {
                return text.contains("T")
                        ? LocalDateTime.parse(text)
                        : LocalDate.parse(text).atTime(Replay.MORNING);
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text + "' is no date such as 2023-03-20");
            }
        }
    }
}
