package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.UUID;

/** Previewing a roster and confirming it. Both apply it, each in one transaction; the preview's is rolled back. */
@ApplicationScoped
class DirectoryImports implements PanacheRepositoryBase<DirectoryImport, UUID> {
    private final RosterApplication application;
    private final Caller caller;
    private final Clock clock;
    private final ObjectMapper json;

    DirectoryImports(RosterApplication application, Caller caller, Clock clock, ObjectMapper json) {
        this.application = application;
        this.caller = caller;
        this.clock = clock;
        this.json = json;
    }

    /** An import and what confirming it would change, or has changed. */
    record Outcome(DirectoryImport directoryImport, RosterChanges changes) {}

    /** @throws Refusal 403, 422 as {@link RosterApplication#apply}; nothing is saved then */
    Outcome preview(Roster roster) {
        RosterChanges changes = rehearse(roster);
        DirectoryImport previewed = new DirectoryImport(
                Generators.timeBasedEpochGenerator().generate(),
                write(roster),
                caller.actor().name(),
                clock.instant());
        QuarkusTransaction.requiringNew().run(() -> persist(previewed));
        return new Outcome(previewed, changes);
    }

    /**
     * @throws Refusal 404 without that import, 409 if it was confirmed before, 403, 422 as {@link RosterApplication#apply}
     *     if the organisation has changed since the preview so that the roster no longer fits
     */
    Outcome confirm(UUID id) {
        return QuarkusTransaction.requiringNew().call(() -> {
            DirectoryImport previewed = findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                    .orElseThrow(() -> Refusal.notFound("import-unknown", id));
            previewed.confirm(caller.actor().name(), clock.instant());
            return new Outcome(previewed, application.apply(read(previewed.roster())));
        });
    }

    private RosterChanges rehearse(Roster roster) {
        QuarkusTransaction.begin();
        try {
            return application.apply(roster);
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private String write(Roster roster) {
        try {
            return json.writeValueAsString(roster);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("roster can't be written as JSON", e);
        }
    }

    private Roster read(String roster) {
        try {
            return json.readValue(roster, Roster.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored roster can't be read", e);
        }
    }
}
