package cn.taxrollout.deploy.e2e.fault;

import cn.taxrollout.deploy.e2e.Sql;
import java.time.Duration;
import java.util.List;

/**
 * Very many tasks that are reminded of at the same moment. They are copies of one of the plan's tasks, made in the database: what they
 * show is the reminding, not how tasks come into being.
 */
final class ManyReminders {

    /** Above the numbers of the plan's own tasks. */
    private static final int FIRST_NUMBER = 1_000;

    private static final String COPIED = "task_id in (select id from task where number > " + FIRST_NUMBER + ")";

    private final ReplicatedSuite suite;

    ManyReminders(ReplicatedSuite suite) {
        this.suite = suite;
    }

    /** So many reminders, each of a task of its own, fall due after this time. */
    void dueIn(Duration time, int count) {
        for (var statement : List.of(
                """
                insert into task
                select (jsonb_populate_record(null::task, to_jsonb(original)
                        || jsonb_build_object('id', uuidv7(), 'number', %d + n))).*
                from (select t.* from task t
                      join assignment a on a.task_id = t.id
                      cross join business_clock
                      where t.number <= %d and t.status = 'OPEN' and t.due_on is not null
                        and t.due_on > (clock_timestamp() + ahead_seconds * interval '1 second')::date + 10
                        and t.phase_id is not null
                      group by t.id
                      having count(*) = 1 and every(a.state in ('ISSUED', 'RECEIVED', 'IN_PROGRESS', 'RETURNED'))
                      order by t.number limit 1) original, generate_series(1, %d) n""".formatted(FIRST_NUMBER, FIRST_NUMBER, count),
                """
                insert into assignment
                select (jsonb_populate_record(null::assignment, to_jsonb(a)
                        || jsonb_build_object('id', uuidv7(), 'task_id', copy.id))).*
                from task copy
                join task original on original.title = copy.title and original.number <= %d
                join assignment a on a.task_id = original.id
                where copy.number > %d""".formatted(FIRST_NUMBER, FIRST_NUMBER),
                """
                insert into obligation (task_id, kind, reckoned_from, step, fire_at, state)
                select t.id, 'DUE_SOON', a.due_on, 5, clock_timestamp() + ahead_seconds * interval '1 second' + interval '%d seconds',
                       'PENDING'
                from task t join assignment a on a.task_id = t.id, business_clock
                where t.number > %d""".formatted(time.toSeconds(), FIRST_NUMBER))) {
            Sql.change(suite, "task", statement);
        }
    }

    static int pending(ReplicatedSuite suite) {
        return count(suite, "PENDING");
    }

    static int fired(ReplicatedSuite suite) {
        return count(suite, "FIRED");
    }

    private static int count(ReplicatedSuite suite, String state) {
        return Integer.parseInt(Sql.column(
                        suite,
                        "task",
                        "select count(*) from obligation where state = '" + state + "' and step = 5 and " + COPIED)
                .get(0));
    }
}
