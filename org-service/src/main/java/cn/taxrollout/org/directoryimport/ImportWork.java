package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.ImportJobs.Job;
import cn.taxrollout.org.directoryimport.ImportJobs.Task;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.history.Change;
import cn.taxrollout.org.history.ChangeLog;
import cn.taxrollout.org.history.Subject;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.web.Refusal;
import cn.taxrollout.org.web.RequestId;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.Session;

/**
 * Does one job of an import in one transaction: takes it, reads what was handed in, applies it in the name of who handed it in,
 * undoes that if it was a rehearsal or a row is rejected, and writes down what came of it.
 */
@ApplicationScoped
class ImportWork {
    /** Many times what the largest import takes. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** A job that ends its transaction, or its replica, that often will do so again. */
    private static final int MAX_ATTEMPTS = 3;

    private final ImportJobs jobs;
    private final DirectoryImports imports;
    private final ImportRows rows;
    private final ImportProgress progress;
    private final DocumentRosters documents;
    private final RosterApplication application;
    private final ChangeLog changes;
    private final Caller caller;
    private final Session session;
    private final Clock clock;
    private final ObjectMapper json;

    ImportWork(
            ImportJobs jobs,
            DirectoryImports imports,
            ImportRows rows,
            ImportProgress progress,
            DocumentRosters documents,
            RosterApplication application,
            ChangeLog changes,
            Caller caller,
            Session session,
            Clock clock,
            ObjectMapper json) {
        this.jobs = jobs;
        this.imports = imports;
        this.rows = rows;
        this.progress = progress;
        this.documents = documents;
        this.application = application;
        this.changes = changes;
        this.caller = caller;
        this.session = session;
        this.clock = clock;
        this.json = json;
    }

    /** What the organisation itself refuses, beyond what is said of single rows. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final UUID importId;
        private final transient Refusal refusal;

        private Refused(UUID importId, Refusal refusal) {
            super(refusal);
            this.importId = importId;
            this.refusal = refusal;
        }
    }

    /**
     * Does the job that has waited longest.
     *
     * @return false if there is none that nobody else does
     */
    @ActivateRequestContext
    boolean next() {
        try {
            return QuarkusTransaction.requiringNew()
                    .timeout((int) TIMEOUT.toSeconds())
                    .call(() -> jobs.claim().map(this::done).isPresent());
        } catch (Refused e) {
            QuarkusTransaction.requiringNew().run(() -> {
                if (jobs.claim(e.importId)) {
                    end(e.importId, problems(e.refusal));
                }
            });
            return true;
        }
    }

    private Job done(Job job) {
        DirectoryImport work = imports.findById(job.importId());
        caller.actAs(work.actor());
        RequestId.resume(work.requestId());
        if (progress.begin(work.id()) > MAX_ATTEMPTS) {
            end(work.id(), List.of(Problem.ofFile("import-gave-up")));
            return job;
        }
        try {
            apply(work, read(work), job.task());
        } catch (UnreadableFile e) {
            work.rejected(imports.write(ImportReport.ofProblems(e.problems())), clock.instant());
            imports.forgetContent(work.id());
            jobs.done(work.id());
        } catch (Refusal e) {
            throw new Refused(work.id(), e);
        }
        return job;
    }

    private DocumentRoster.Reading read(DirectoryImport work) {
        byte[] content = imports.content(work.id());
        try {
            return switch (work.format()) {
                case ROSTER -> DocumentRoster.Reading.of(RosterRows.of(json.readValue(content, Roster.class)));
                case WORKBOOK -> DocumentRoster.Reading.of(RosterRows.ofWorkbook(content));
                case DOCUMENT -> documents.read(content, work.bureauId(), imports.holders(work));
            };
        } catch (IOException e) {
            throw new IllegalStateException("what was handed in can't be read back", e);
        }
    }

    private void apply(DirectoryImport work, DocumentRoster.Reading reading, Task task) {
        int total = 2 * reading.rows().size();
        AtomicInteger done = new AtomicInteger();
        progress.at(work.id(), 0, total);
        execute("savepoint rehearsal");
        RosterApplication.Outcome outcome = application.apply(
                reading.rows(),
                work.format() == DirectoryImport.Format.DOCUMENT,
                rows -> progress.at(work.id(), done.addAndGet(rows), total));
        session.flush();
        boolean applied = task == Task.APPLY && !outcome.isRejected();
        if (!applied) {
            execute("rollback to savepoint rehearsal");
        }
        session.clear();
        rows.replace(work.id(), outcome.rows());
        DirectoryImport settled = imports.findById(work.id());
        String report = imports.write(ImportReport.of(outcome.rows(), reading.with(outcome.notes())));
        if (task == Task.CHECK) {
            settled.previewed(report);
        } else if (applied) {
            settled.applied(report, clock.instant());
            changes.append(new Change(
                    Change.Action.ADDED,
                    Subject.DIRECTORY_IMPORT,
                    settled.id(),
                    settled.version(),
                    settled.bureauId(),
                    ImportReport.of(outcome.rows(), List.of()).counts()));
        } else {
            settled.failed(report, clock.instant());
        }
        if (task == Task.APPLY) {
            imports.forgetContent(work.id());
        }
        jobs.done(work.id());
    }

    private void execute(String statement) {
        session.doWork(connection -> {
            try (var savepoint = connection.createStatement()) {
                savepoint.execute(statement);
            }
        });
    }

    private void end(UUID importId, List<Problem> problems) {
        imports.findById(importId).failed(imports.write(ImportReport.ofProblems(problems)), clock.instant());
        imports.forgetContent(importId);
        jobs.done(importId);
    }

    private static List<Problem> problems(Refusal refusal) {
        if (refusal.violations().isEmpty()) {
            return List.of(Problem.ofFile(refusal.code(), refusal.arguments().toArray()));
        }
        return refusal.violations().stream()
                .map(violation ->
                        Problem.ofFile(violation.code(), violation.arguments().toArray()))
                .toList();
    }
}
