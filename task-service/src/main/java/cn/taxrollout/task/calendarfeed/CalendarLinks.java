package cn.taxrollout.task.calendarfeed;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Person;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Makes, lists and revokes the links of whoever asks, and says whose a link is. */
@ApplicationScoped
class CalendarLinks implements PanacheRepositoryBase<CalendarLink, UUID> {
    /** More calendars nobody has. */
    private static final int MOST = 10;

    private final Directory directory;
    private final BusinessClock clock;
    private final Caller caller;

    CalendarLinks(Directory directory, BusinessClock clock, Caller caller) {
        this.directory = directory;
        this.clock = clock;
        this.caller = caller;
    }

    /** A link with its secret, which is known at this moment only. */
    record Made(CalendarLink link, CalendarToken token) {}

    /** @throws Refusal 409 if the caller has as many as one may have */
    @Transactional
    Made make() {
        String staffNo = staffNo();
        if (count("staffNo = ?1 and revokedAt is null", staffNo) >= MOST) {
            throw Refusal.conflict("calendar-links-many", MOST);
        }
        CalendarToken token = CalendarToken.random();
        CalendarLink link = new CalendarLink(staffNo, token, clock.now());
        persist(link);
        return new Made(link, token);
    }

    /** The caller's links that work, with ids above a position. */
    List<CalendarLink> own(UUID after, int limit) {
        return find("staffNo = ?1 and revokedAt is null and id > ?2 order by id", staffNo(), after)
                .page(Page.ofSize(limit))
                .list();
    }

    /** @throws Refusal 404 if the caller has no such link that works */
    @Transactional
    void revoke(UUID id) {
        find("id = ?1 and staffNo = ?2 and revokedAt is null", id, staffNo())
                .firstResultOptional()
                .orElseThrow(() -> Refusal.notFound("calendar-link-unknown"))
                .revoke(clock.now());
    }

    /**
     * Whose the link is, with the seats of today.
     *
     * @throws Refusal 404 if there is no such link, if it is revoked or if the person works here no more; which of these, isn't said
     */
    @Transactional
    Person holder(CalendarToken token) {
        return find("tokenHash = ?1 and revokedAt is null", (Object) token.hash())
                .firstResultOptional()
                .flatMap(link -> directory.activePerson(link.staffNo(), clock.today()))
                .orElseThrow(() -> Refusal.notFound("calendar-link-unknown"));
    }

    private String staffNo() {
        return caller.actor().id();
    }
}
