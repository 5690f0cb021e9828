package cn.taxrollout.notification.directory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;

/** What this service needs of a person's state on the directory topic. */
@JsonIgnoreProperties(ignoreUnknown = true)
record StaffMemberState(
        UUID id,
        long version,
        boolean deleted,
        String staffNo,
        String name,
        UUID homeUnitId,
        String status,
        String email,
        String mobile,
        String chatId)
        implements CopiedState {
    static final String TYPE = "cn.taxrollout.org.StaffMemberState.v1";
}
