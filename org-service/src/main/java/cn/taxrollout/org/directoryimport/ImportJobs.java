package cn.taxrollout.org.directoryimport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/**
 * What workers have to do. A job's row is locked by the transaction that does it: nobody else takes it meanwhile, and if that
 * transaction dies, with its replica or without, it is there for the next.
 */
@ApplicationScoped
class ImportJobs {
    enum Task {
        /** Read and rehearse. */
        CHECK,
        /** Apply for good. */
        APPLY
    }

    record Job(UUID importId, Task task) {}

    /** Fired when there is something to do; the worker listens for the commit. */
    record Added() {}

    private final Session session;
    private final Event<Added> added;

    ImportJobs(Session session, Event<Added> added) {
        this.session = session;
        this.added = added;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void add(UUID importId, Task task) {
        session.createNativeMutationQuery("""
                        update directory_import set stage = null, done = 0, total = 0, attempts = 0 where id = :id
                        """).setParameter("id", importId).executeUpdate();
        session.createNativeMutationQuery("insert into directory_import_job (import_id, task) values (:id, :task)")
                .setParameter("id", importId)
                .setParameter("task", task.name())
                .executeUpdate();
        added.fire(new Added());
    }

    /** Takes the job that has waited longest for this transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Job> claim() {
        return session.createNativeQuery("""
                        select import_id, task from directory_import_job order by import_id limit 1 for update skip locked
                        """, Object[].class)
                .addScalar("import_id", UUID.class)
                .addScalar("task", String.class)
                .uniqueResultOptional()
                .map(row -> new Job((UUID) row[0], Task.valueOf((String) row[1])));
    }

    /** Takes this job for this transaction, unless somebody else has it or it is done. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean claim(UUID importId) {
        return session.createNativeQuery(
                        "select import_id from directory_import_job where import_id = :id for update skip locked",
                        UUID.class)
                .setParameter("id", importId)
                .uniqueResultOptional()
                .isPresent();
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void done(UUID importId) {
        session.createNativeMutationQuery("delete from directory_import_job where import_id = :id")
                .setParameter("id", importId)
                .executeUpdate();
    }
}
