package cn.taxrollout.deploy.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/** The load generator {@code wrk}, as a process of its own. */
final class Wrk {
    private final Path folder;

    /** @param folder for what it reads */
    Wrk(Path folder) throws IOException {
        this.folder = folder;
        try (InputStream script = Wrk.class.getResourceAsStream("wrk.lua")) {
            Files.copy(script, folder.resolve("wrk.lua"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * What came out.
     *
     * @param failed answers that were not 2xx or 3xx, and broken connections
     * @param ownSeconds the processor time that wrk itself took
     */
    record Figures(double perSecond, double p50Millis, double p99Millis, long failed, double ownSeconds) {

        /** Reads the line that the script prints. */
        static Figures read(String output) {
            String line = output.lines()
                    .filter(text -> text.startsWith("figures "))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("wrk printed no figures:\n" + output));
            String[] number = line.split(" ");
            return new Figures(
                    Long.parseLong(number[1]) * 1e6 / Long.parseLong(number[2]),
                    Long.parseLong(number[3]) / 1e3,
                    Long.parseLong(number[4]) / 1e3,
                    Long.parseLong(number[5]),
                    Double.parseDouble(number[6]));
        }
    }

    /** Sends these requests over so many connections, each as soon as the one before is answered. */
    Figures run(String url, Load load, int connections, int seconds) throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder(command(url, load, connections, seconds))
                .redirectErrorStream(true)
                .start();
        String output = new String(wrk.getInputStream().readAllBytes());
        if (wrk.waitFor() != 0) {
            throw new IllegalStateException("wrk failed:\n" + output);
        }
        return Figures.read(output);
    }

    /** The command that does it. */
    List<String> command(String url, Load load, int connections, int seconds) throws IOException {
        Path requests = folder.resolve(load.name().replaceAll("\\W+", "-") + ".requests");
        Files.writeString(
                requests,
                load.requests().stream()
                        .map(request -> String.join(
                                        "\t",
                                        request.method(),
                                        request.path(),
                                        request.token(),
                                        request.body() == null ? "" : request.body())
                                + "\n")
                        .collect(Collectors.joining()));
        return List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-s",
                folder.resolve("wrk.lua").toString(),
                url,
                "--",
                requests.toString());
    }
}
