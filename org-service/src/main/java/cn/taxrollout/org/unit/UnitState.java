package cn.taxrollout.org.unit;

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

    static UnitState of(Unit unit) {
        return new UnitState(
                unit.id(),
                unit.version(),
                !unit.existsNow(),
                unit.code(),
                unit.name(),
                unit.kind(),
                unit.parentId(),
                unit.functions());
    }
}
