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

-- Search by any part of title or body. Chinese is written without spaces and most words have two characters, for which trigrams
-- find nothing (and in the locale C know no Chinese at all): so single characters and pairs of neighbours are indexed. The
-- text decides. The functions name nothing but what is built in, which an index needs.
create function searchable_task(title text, body text) returns text language sql immutable parallel safe cost 100 as
$$
select lower(regexp_replace(normalize(title || '|' || coalesce(body, ''), NFKC), '\s', '', 'g'))
$$;
create function characters_and_pairs(searched text) returns text[] language sql immutable parallel safe cost 1000 as
$$
select array_agg(distinct part)
from (select one, lead(one) over (order by place) as next
      from string_to_table(searched, null) with ordinality as c (one, place)) c,
     lateral (values (one), (one || next)) as p (part)
where part is not null
$$;
create index task_searched on task using gin (characters_and_pairs(searchable_task(title, body)));

-- Secret addresses under which calendar programs fetch a person's due dates. The secret itself is known to that person alone.
create table calendar_link (
    id         uuid primary key,
    staff_no   text        not null check (staff_no <> ''),
    token_hash bytea       not null unique check (length(token_hash) = 32),
    created_at timestamptz not null,
    revoked_at timestamptz
);
create index calendar_link_staff on calendar_link (staff_no, id) where revoked_at is null;
