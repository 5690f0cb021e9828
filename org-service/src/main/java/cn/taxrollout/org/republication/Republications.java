package cn.taxrollout.org.republication;

import cn.taxrollout.org.history.Change;
import cn.taxrollout.org.history.ChangeLog;
import cn.taxrollout.org.history.Subject;
import cn.taxrollout.org.messaging.DirectoryStates;
import cn.taxrollout.org.messaging.Outbox;
import cn.taxrollout.org.messaging.OutboxEvent;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockTimeoutException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sending present states to the directory topic again, for a consumer that lost its copy. Asked for in one transaction, done in
 * many: a crash loses no more than the batch under way, and any replica goes on.
 */
@ApplicationScoped
class Republications {
    private static final int BATCH = 1_000;

    private final RepublicationRepository republications;
    private final Map<String, DirectoryStates> statesByType;
    private final Outbox outbox;
    private final ChangeLog changes;
    private final Rights rights;
    private final Caller caller;
    private final Clock clock;

    Republications(
            RepublicationRepository republications,
            @All List<DirectoryStates> states,
            Outbox outbox,
            ChangeLog changes,
            Rights rights,
            Caller caller,
            Clock clock) {
        this.republications = republications;
        this.statesByType =
                new TreeMap<>(states.stream().collect(Collectors.toMap(DirectoryStates::type, Function.identity())));
        this.outbox = outbox;
        this.changes = changes;
        this.rights = rights;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Asks for present states to be sent again.
     *
     * @param unitId only what belongs to this unit or one below it; null for all
     * @param types the wire names of the types of state, empty for all
     * @throws Refusal 403 if the caller may not have the unit's states sent again, 404 without that unit, 422 if there is no such type
     */
    @Transactional
    Republication request(UUID unitId, Set<String> types, String reason) {
        rights.demandOverKnown(Right.REPUBLISH, unitId);
        SortedSet<String> wanted = new TreeSet<>(types.isEmpty() ? statesByType.keySet() : types);
        wanted.stream()
                .filter(type -> !statesByType.containsKey(type))
                .findFirst()
                .ifPresent(type -> {
                    throw Refusal.unprocessable(
                            "invalid-request",
                            List.of(new Refusal.Violation(
                                    "types", "state-type-unknown", type, String.join(", ", statesByType.keySet()))));
                });
        Republication republication = new Republication(
                Generators.timeBasedEpochGenerator().generate(),
                unitId,
                wanted,
                reason,
                caller.actor(),
                clock.instant(),
                wanted.stream()
                        .mapToLong(type -> statesByType.get(type).count(unitId))
                        .sum());
        republications.persist(republication);
        record(Change.Action.ADDED, republication);
        return republication;
    }

    /** @throws Refusal 404 if there is no such republication, or the caller can't see its unit, 403 if the right is not the caller's */
    Republication get(UUID id) {
        Republication republication = republications.get(id);
        rights.demandOverPartOf(republication.unitId(), Right.REPUBLISH, () -> RepublicationRepository.unknown(id));
        return republication;
    }

    /**
     * The latest first, as {@link RepublicationRepository#list}.
     *
     * @throws Refusal 403 if the right over that unit is not the caller's, 404 without that unit
     */
    List<Republication> list(UUID under, String before, int limit) {
        rights.demand(Right.REPUBLISH, under);
        return republications.list(under, before, limit);
    }

    /**
     * Appends the next batch of the oldest unfinished republication to the outbox.
     *
     * @return false if there is nothing to do, another replica does it, or enough waits in the outbox for now
     * @throws LockTimeoutException if something is being changed for long; to be tried again
     */
    @Transactional
    boolean goOn() {
        Optional<Republication> claimed = republications.claim().filter(republication -> outbox.hasRoomForStates());
        claimed.ifPresent(republication -> {
            republications.giveWay();
            Republication.Position next = republication.next().orElseThrow();
            List<OutboxEvent> states = statesByType.get(next.type()).lock(republication.unitId(), next.after(), BATCH);
            outbox.appendAgain(republication.id(), states);
            republication.sent(states, BATCH, clock.instant());
            if (republication.next().isEmpty()) {
                caller.actAs(republication.requestedBy());
                record(Change.Action.ENDED, republication);
            }
        });
        return claimed.isPresent();
    }

    private void record(Change.Action action, Republication republication) {
        republications.flush();
        changes.append(new Change(
                action,
                Subject.REPUBLICATION,
                republication.id(),
                republication.version(),
                republication.unitId(),
                RepublicationView.of(republication)));
    }
}
