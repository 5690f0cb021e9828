package cn.taxrollout.notification.directory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.LocalDate;
import java.util.UUID;

/**
 * What this service needs of a stand-in's state on the directory topic.
 *
 * @param staffId who stands in
 * @param forStaffId whose seats it is for
 * @param unitId the unit whose seats it is for, null for those in all units
 * @param to the last day
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record StandInState(
        UUID id,
        long version,
        boolean deleted,
        UUID staffId,
        UUID forStaffId,
        UUID unitId,
        LocalDate from,
        LocalDate to)
        implements CopiedState {
    static final String TYPE = "cn.taxrollout.org.StandInState.v1";
}
