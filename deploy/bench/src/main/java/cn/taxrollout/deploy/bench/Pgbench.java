package cn.taxrollout.deploy.bench;

import cn.taxrollout.deploy.embedded.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own load generator with what a transition must at least write, in one transaction: the share, its history and the
 * outbox. What that reaches on the same server is what the service is compared with.
 */
final class Pgbench {
    private static final Pattern PER_SECOND = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern AVERAGE = Pattern.compile("latency average = ([0-9.]+)");

    /** As long as an event of the outbox. */
    private static final String EVENT = "{\"text\": \"" + "x".repeat(900) + "\"}";

    private static final String SCRIPT = """
            \\set share random(1, :shares)
            \\set sequence random(1000, 9000000000000000)
            begin;
            update assignment set state = 'IN_PROGRESS', percent = 50, reported_on = '2023-03-20', silent_since = '2023-03-20'
            where id = cast('00000000-0000-7000-8000-' || lpad(to_hex(cast(:share as bigint)), 12, '0') as uuid)
            returning task_id, unit_id \\gset
            insert into assignment_history (id, task_id, unit_id, at, actor_kind, actor_id, action, from_state, to_state, why, sequence,
                                            due_on, backfilled, task_status)
            values (gen_random_uuid(), :task_id, :unit_id, now(), 'STAFF', 'B0001-1-2', 'progress-reports', 'IN_PROGRESS', 'IN_PROGRESS',
                    '过半', :sequence, '2023-03-20', false, 'OPEN');
            insert into outbox (event_id, aggregate_id, aggregate_sequence, type, data, occurred_at)
            values (gen_random_uuid(), :task_id, :sequence, 'bench', '%s', now());
            commit;
            """.formatted(EVENT);

    private final Path folder;
    private final Database database;
    private final int port;

    /** @param folder for its script */
    Pgbench(Path folder, Database database, int port) {
        this.folder = folder;
        this.database = database;
        this.port = port;
    }

    record Figures(double perSecond, double averageMillis) {
        static Figures read(String output) {
            return new Figures(number(PER_SECOND, output), number(AVERAGE, output));
        }

        private static double number(Pattern pattern, String output) {
            Matcher found = pattern.matcher(output);
            if (!found.find()) {
                throw new IllegalStateException("pgbench printed no figures:\n" + output);
            }
            return Double.parseDouble(found.group(1));
        }
    }

    /** The identifier of the share with this number, counted from 1, which the script reckons as well. */
    static UUID shareId(int number) {
        return new UUID(0x7000L, 0x8000_0000_0000_0000L | number);
    }

    Figures run(int shares, int connections, int seconds) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("transition.sql"), SCRIPT);
        var command = new ProcessBuilder(
                        "pgbench",
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + connections,
                        "--jobs=1",
                        "--time=" + seconds,
                        "--define=shares=" + shares,
                        "--file=" + script,
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--username=" + database.app(),
                        database.jdbcUrl().replaceFirst(".*/([^?]+).*", "$1"))
                .redirectErrorStream(true);
        command.environment().put("PGPASSWORD", database.appPassword());
        Process pgbench = command.start();
        String output = new String(pgbench.getInputStream().readAllBytes());
        if (pgbench.waitFor() != 0) {
            throw new IllegalStateException("pgbench failed:\n" + output);
        }
        return Figures.read(output);
    }
}
