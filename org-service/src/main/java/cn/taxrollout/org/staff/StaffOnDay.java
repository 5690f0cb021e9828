package cn.taxrollout.org.staff;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A person as of a day.
 *
 * @param homeUnitId the section on that day, null while in none
 * @param lastDay the person's last day here, null while none is known
 * @param version of the person as a whole
 */
public record StaffOnDay(
        UUID id,
        String staffNo,
        String name,
        UUID homeUnitId,
        StaffStatus status,
        LocalDate lastDay,
        StaffMember.ContactPoints contact,
        long version) {
    StaffOnDay withoutContact() {
        return new StaffOnDay(id, staffNo, name, homeUnitId, status, lastDay, null, version);
    }
}
