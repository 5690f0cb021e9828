package cn.taxrollout.org.staff;

import cn.taxrollout.org.messaging.Outbox;
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

    static void appendTo(Outbox outbox, StaffMember member) {
        outbox.append(
                member.id(),
                member.version(),
                TYPE,
                new StaffMemberState(
                        member.id(),
                        member.version(),
                        false,
                        member.staffNo(),
                        member.name(),
                        member.homeUnitId(),
                        member.status(),
                        member.contact().email(),
                        member.contact().mobile(),
                        member.contact().chatId()));
    }
}
