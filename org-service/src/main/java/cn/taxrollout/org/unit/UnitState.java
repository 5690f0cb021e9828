package cn.taxrollout.org.unit;

import cn.taxrollout.org.messaging.Outbox;
import java.util.Set;
import java.util.UUID;

/** The full state of a unit as it stands on the directory topic. */
record UnitState(
        UUID id,
        long version,
        boolean deleted,
        String code,
        String name,
        UnitKind kind,
        UUID parentId,
        Set<UnitFunction> functions) {
    static final String TYPE = "cn.taxrollout.org.UnitState.v1";

    static void appendTo(Outbox outbox, Unit unit) {
        outbox.append(
                unit.id(),
                unit.version(),
                TYPE,
                new UnitState(
                        unit.id(),
                        unit.version(),
                        false,
                        unit.code(),
                        unit.name(),
                        unit.kind(),
                        unit.parentId(),
                        unit.functions()));
    }
}
