package cn.taxrollout.notification.directory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.LocalDate;
import java.util.UUID;

/**
 * What this service needs of an appointment's state on the directory topic.
 *
 * @param from first day of holding the seat
 * @param to last day of holding it, null while no end is known
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AppointmentState(
        UUID id,
        long version,
        boolean deleted,
        UUID unitId,
        UUID staffId,
        String title,
        String rank,
        LocalDate from,
        LocalDate to)
        implements CopiedState {
    static final String TYPE = "cn.taxrollout.org.AppointmentState.v1";
}
