package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.WrittenNotices;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** People who are told something that leaves at once, at whatever time of the day the test runs. */
@ApplicationScoped
class Told {
    private final CopiedDirectory copied;
    private final WrittenNotices notices;

    Told(CopiedDirectory copied, WrittenNotices notices) {
        this.copied = copied;
        this.notices = notices;
    }

    /** A person with an own unit and organisation. */
    record Person(Organisation organisation, UUID unit, UUID id) {
        String chat() {
            return "c" + id;
        }

        String mail() {
            return id + "@example.org";
        }

        String mobile() {
            return "m" + id;
        }

        UUID message() {
            return (UUID) Rows.of("select id from inbox_message where staff_id = ?", id)
                    .get(0);
        }

        /** Channel, round and state of each delivery, in the order of planning. */
        List<Object> deliveries() {
            return Rows.of("""
                    select channel || ' ' || round || ' ' || state || case state when 'SKIPPED' then ' ' || reason else '' end
                    from delivery where staff_id = ? order by id
                    """, id);
        }

        List<Object> attempts() {
            return Rows.of("""
                    select d.channel || ' ' || a.number || ' ' || coalesce(a.outcome, 'RUNNING')
                    from delivery_attempt a join delivery d on d.id = a.delivery_id
                    where d.staff_id = ? order by d.id, a.number
                    """, id);
        }
    }

    Person reachable() {
        Person person = person();
        person.organisation().reachable(person.id());
        copied.take(person.organisation());
        return person;
    }

    Person unreachable() {
        Person person = person();
        copied.take(person.organisation());
        return person;
    }

    private static Person person() {
        var organisation = new Organisation();
        UUID unit = organisation.unit("综合组", "WORKING_GROUP", null);
        return new Person(organisation, unit, organisation.member(unit));
    }

    /** Tells the person of something urgent that asks for an acknowledgement. */
    void urgently(Person person) {
        notices.overdue(person.unit(), 1);
    }
}
