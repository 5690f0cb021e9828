package cn.taxrollout.org.duty;

import java.util.List;
import java.util.UUID;

/** The full state of a unit's duties as it is recorded. */
record DutiesState(UUID unitId, List<DutyVersionView> versions) {
    static DutiesState of(DutyList list) {
        return new DutiesState(
                list.unitId(), list.versions().stream().map(DutyVersionView::of).toList());
    }
}
