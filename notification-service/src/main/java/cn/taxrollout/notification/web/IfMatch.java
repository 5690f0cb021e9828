package cn.taxrollout.notification.web;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;

/**
 * The state on which a caller bases an update (RFC 9110, 13.1.1), so that nobody overwrites what somebody else has just
 * changed. A resource method takes it from the request, the use case compares it in its transaction:
 *
 * <pre>tasks.change(id, IfMatch.of(headers), ...)   ...   ifMatch.demand(task.version());</pre>
 */
public final class IfMatch {
    private final boolean any;
    private final List<EntityTag> tags;

    private IfMatch(boolean any, List<EntityTag> tags) {
        this.any = any;
        this.tags = tags;
    }

    /** @throws Refusal 428 without {@code If-Match}, 400 if it is neither {@code *} nor entity tags */
    public static IfMatch of(HttpHeaders headers) {
        String given = headers.getHeaderString(HttpHeaders.IF_MATCH);
        if (given == null) {
            throw Refusal.preconditionRequired("if-match-missing");
        }
        if (given.strip().equals("*")) {
            return new IfMatch(true, List.of());
        }
        return new IfMatch(false, ETag.list(given).orElseThrow(() -> Refusal.badRequest("if-match-unreadable")));
    }

    /** @throws Refusal 412 if the caller has seen another version than this one */
    public void demand(long version) {
        if (!any && tags.stream().noneMatch(tag -> ETag.isOf(tag, version))) {
            throw Refusal.preconditionFailed("changed-meanwhile");
        }
    }
}
