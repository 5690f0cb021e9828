package cn.taxrollout.task;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees every statement that goes to PostgreSQL, whoever sends it. The driver tells of each because no statement stays prepared in
 * tests.
 */
public final class Statements {
    private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private static final Pattern PARSED =
            Pattern.compile("FE=> Parse\\(stmt=[^,]*,query=\"(.*)\",oids=", Pattern.DOTALL);

    /** What every replica does beside requests: the relay's, and what is asked each second. */
    private static final List<String> OWN_JOBS = List.of(
            "business_clock",
            "working_year",
            "select revision from directory_revision",
            "reckoned_by <",
            "pg_advisory_xact_lock(8215001)",
            "from outbox",
            "update outbox");

    /** Of transactions, and of the trial of a connection that was idle. */
    private static final Set<String> FRAMING = Set.of("", "BEGIN", "COMMIT", "ROLLBACK");

    private Statements() {}

    /** The statements sent while this ran, without those of the service's own jobs. */
    public static List<String> during(Runnable work) {
        Level before = DRIVER.getLevel();
        var seen = new Seen();
        DRIVER.addHandler(seen);
        DRIVER.setLevel(Level.FINEST);
        try {
            work.run();
        } finally {
            DRIVER.setLevel(before);
            DRIVER.removeHandler(seen);
        }
        return seen.statements.stream()
                .filter(sql -> !FRAMING.contains(sql) && OWN_JOBS.stream().noneMatch(sql::contains))
                .toList();
    }

    private static final class Seen extends Handler {
        private final List<String> statements = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            Matcher parsed = PARSED.matcher(line.getMessage());
            if (parsed.find()) {
                statements.add(parsed.group(1));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
