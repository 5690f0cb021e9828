package cn.taxrollout.org.unit;

import cn.taxrollout.org.messaging.Outbox;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What can be done with units. Every change goes out as the unit's full state. */
@ApplicationScoped
public class Units {
    private final UnitRepository units;
    private final Outbox outbox;
    private final Caller caller;

    Units(UnitRepository units, Outbox outbox, Caller caller) {
        this.units = units;
        this.outbox = outbox;
        this.caller = caller;
    }

    /**
     * Adds a unit below another one, or at the top without a parent.
     *
     * @throws Refusal 403 if the caller doesn't administer the parent, 404 without that parent, 409 if the code is taken
     */
    @Transactional
    Unit add(String code, String name, UnitKind kind, UUID parentId, Set<UnitFunction> functions) {
        caller.mustAdminister(parentId);
        if (parentId != null) {
            units.get(parentId);
        }
        if (!units.byCode(List.of(code)).isEmpty()) {
            throw Refusal.conflict("unit-code-taken", code);
        }
        Unit unit = new Unit(Generators.timeBasedEpochGenerator().generate(), code, name, kind, parentId, functions);
        units.persist(unit);
        publish(List.of(unit));
        return unit;
    }

    /** Writes pending changes and appends the state of each of these units to the outbox. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(Collection<Unit> changed) {
        units.flush();
        changed.forEach(unit -> UnitState.appendTo(outbox, unit));
    }
}
