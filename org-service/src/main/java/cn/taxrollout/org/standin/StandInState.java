package cn.taxrollout.org.standin;

import java.time.LocalDate;
import java.util.UUID;

/** The full state of a stand-in as it stands on the directory topic; its reason is nobody's business there. */
record StandInState(
        UUID id,
        long version,
        boolean deleted,
        UUID staffId,
        UUID forStaffId,
        UUID unitId,
        LocalDate from,
        LocalDate to) {
    static final String TYPE = "cn.taxrollout.org.StandInState.v1";

    static StandInState of(StandIn standIn) {
        return new StandInState(
                standIn.id(),
                standIn.version(),
                standIn.deleted(),
                standIn.staffId(),
                standIn.forStaffId(),
                standIn.unitId(),
                standIn.from(),
                standIn.to());
    }
}
