package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.DirectoryImport.Format;
import cn.taxrollout.org.directoryimport.ImportJobs.Task;
import cn.taxrollout.org.directoryimport.RowResult.Outcome;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.web.IfMatch;
import cn.taxrollout.org.web.Refusal;
import cn.taxrollout.org.web.RequestId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Taking in rosters and documents, showing what they would change, and letting them be applied. {@link ImportWork} does the work. */
@ApplicationScoped
class DirectoryImports implements PanacheRepositoryBase<DirectoryImport, UUID> {
    private final ImportJobs jobs;
    private final ImportRows rows;
    private final Caller caller;
    private final Rights rights;
    private final Clock clock;
    private final ObjectMapper json;

    DirectoryImports(ImportJobs jobs, ImportRows rows, Caller caller, Rights rights, Clock clock, ObjectMapper json) {
        this.jobs = jobs;
        this.rows = rows;
        this.caller = caller;
        this.rights = rights;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Takes something in; it is read and rehearsed later.
     *
     * @param bureauId the bureau that a document is for; null for the caller's own
     * @throws Refusal 403 if the caller may change no unit at all, or not that bureau, 404 if there is no such bureau
     */
    @Transactional
    DirectoryImport receive(Format format, String fileName, byte[] content, UUID bureauId) {
        if (bureauId == null) {
            rights.demandSomewhere(Right.CHANGE_UNITS);
        } else {
            rights.demandOverKnown(Right.CHANGE_UNITS, bureauId);
        }
        DirectoryImport received = new DirectoryImport(
                Generators.timeBasedEpochGenerator().generate(),
                format,
                fileName,
                bureauId,
                caller.actor(),
                RequestId.current(),
                clock.instant());
        persistAndFlush(received);
        getSession()
                .createNativeMutationQuery(
                        "insert into directory_import_upload (import_id, content) values (:id, :content)")
                .setParameter("id", received.id())
                .setParameter("content", content)
                .executeUpdate();
        jobs.add(received.id(), Task.CHECK);
        return received;
    }

    /** @throws Refusal 404 if there is no such import, or it is somebody else's */
    DirectoryImport get(UUID id) {
        return mine(findById(id), id);
    }

    /** @throws Refusal 404 if there is no such import, or it is somebody else's */
    List<ImportRows.Row> rows(UUID id, Outcome outcome, int after, int limit) {
        get(id);
        return rows.list(id, outcome, after, limit);
    }

    /**
     * Says who holds seats whose holders a document left open. It is rehearsed again with that.
     *
     * @param named staff numbers as {@link DocumentRoster#of} takes them; null takes back what was said before
     * @throws Refusal 404 without that import, 409 if it is no document or not in preview, 412 if it was changed meanwhile
     */
    @Transactional
    DirectoryImport name(UUID id, IfMatch ifMatch, Map<String, String> named) {
        DirectoryImport document = lock(id);
        ifMatch.demand(document.version());
        Map<String, String> holders = new HashMap<>(holders(document));
        named.forEach((line, staffNo) -> {
            if (staffNo == null) {
                holders.remove(line);
            } else {
                holders.put(line, staffNo);
            }
        });
        document.name(write(holders));
        flush();
        jobs.add(id, Task.CHECK);
        return document;
    }

    /**
     * Lets an import be applied; it is done later, in one transaction.
     *
     * @throws Refusal 404 without that import, 409 if it is not in preview or rows of it are rejected
     */
    @Transactional
    DirectoryImport confirm(UUID id) {
        DirectoryImport previewed = lock(id);
        previewed.confirm(report(previewed).rejected());
        flush();
        jobs.add(id, Task.APPLY);
        return previewed;
    }

    private DirectoryImport lock(UUID id) {
        return mine(findById(id, LockModeType.PESSIMISTIC_WRITE), id);
    }

    private DirectoryImport mine(DirectoryImport found, UUID id) {
        if (found == null
                || found.actor().kind() != caller.actor().kind()
                || !found.actor().name().equals(caller.actor().name())) {
            throw Refusal.notFound("import-unknown", id);
        }
        return found;
    }

    /** What was handed in. */
    byte[] content(UUID id) {
        return getSession()
                .createNativeQuery("select content from directory_import_upload where import_id = :id", byte[].class)
                .setParameter("id", id)
                .getSingleResult();
    }

    /** Forgets what was handed in, once nobody needs it any more. */
    @Transactional(Transactional.TxType.MANDATORY)
    void forgetContent(UUID id) {
        getSession()
                .createNativeMutationQuery("delete from directory_import_upload where import_id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Staff numbers as {@link DocumentRoster#of} takes them. */
    Map<String, String> holders(DirectoryImport document) {
        return read(document.holders(), new TypeReference<>() {});
    }

    /** What was found in it so far. */
    ImportReport report(DirectoryImport of) {
        return of.findings() == null
                ? ImportReport.ofProblems(List.of())
                : read(of.findings(), new TypeReference<>() {});
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not to be written as JSON: " + value.getClass(), e);
        }
    }

    private <T> T read(String stored, TypeReference<T> type) {
        try {
            return json.readValue(stored, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored of an import can't be read", e);
        }
    }
}
