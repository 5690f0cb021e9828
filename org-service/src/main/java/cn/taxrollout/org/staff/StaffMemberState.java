package cn.taxrollout.org.staff;

import java.util.UUID;

/** The full state of a person as it stands on the directory topic. */
record StaffMemberState(
        UUID id,
        long version,
        boolean deleted,
        String staffNo,
        String name,
        UUID homeUnitId,
        StaffStatus status,
        String email,
        String mobile,
        String chatId) {
    static final String TYPE = "cn.taxrollout.org.StaffMemberState.v1";

    static StaffMemberState of(StaffMember member) {
        return new StaffMemberState(
                member.id(),
                member.version(),
                false,
                member.staffNo(),
                member.name(),
                member.homeUnitId(),
                member.status(),
                member.contact().email(),
                member.contact().mobile(),
                member.contact().chatId());
    }
}
