-- What else a light on the wall map depends on, after each change: so the map of a past day follows from the record alone.
alter table assignment_history
    add opens_on    date,
    add backfilled  boolean not null default false,
    add task_status text check (task_status in ('OPEN', 'COMPLETED', 'ESTABLISHED', 'CANCELLED'));
alter table assignment_history disable trigger assignment_history_is_final;
-- as far as it can be told afterwards
update assignment_history h
set opens_on    = t.opens_on,
    backfilled  = t.backfilled,
    due_on      = coalesce(h.due_on, t.due_on),
    task_status = case when h.sequence = (select max(o.sequence) from assignment_history o where o.task_id = h.task_id)
                       then t.status else 'OPEN' end
from task t
where t.id = h.task_id;
alter table assignment_history enable trigger assignment_history_is_final;
alter table assignment_history
    alter backfilled drop default,
    alter task_status set not null;

-- who holds seats in a unit
create index directory_appointment_unit on directory_appointment (unit_id) where not deleted;
