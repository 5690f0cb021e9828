package cn.taxrollout.notification.directory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.UUID;

/** What this service needs of a unit's state on the directory topic. */
@JsonIgnoreProperties(ignoreUnknown = true)
record UnitState(
        UUID id,
        long version,
        boolean deleted,
        String code,
        String name,
        String kind,
        UUID parentId,
        List<String> functions)
        implements CopiedState {
    static final String TYPE = "cn.taxrollout.org.UnitState.v1";

    UnitState {
        functions = functions == null ? List.of() : functions;
    }
}
