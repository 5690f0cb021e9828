-- Plans, tasks and what is owed for them. Times are UTC instants, dates are calendar dates in Asia/Shanghai.

create table plan (
    id                 uuid primary key,
    bureau_id          uuid        not null,
    number             text        not null check (number <> ''),
    title              text        not null check (title <> ''),
    issuer             text,
    issued_on          date        not null,
    confidential       boolean     not null,
    goals              text,
    state              text        not null check (state in ('DRAFT', 'PUBLISHED', 'CLOSED')),
    rest_day_policy    text        not null check (rest_day_policy in ('STAYS', 'BACK', 'FORWARD')),
    -- the reminder ladder, in working days
    remind_days_before int[]       not null check (0 <= all (remind_days_before)),
    remind_at          time        not null,
    overdue_every      int         not null check (overdue_every > 0),
    escalates_from     int[]       not null check (0 < all (escalates_from)),
    receipt_within     int         not null check (receipt_within > 0),
    published_at       timestamptz,
    sequence           bigint      not null check (sequence >= 0),
    version            bigint      not null,
    unique (bureau_id, number),
    check ((state = 'DRAFT') = (published_at is null))
);

create table phase (
    id           uuid primary key,
    plan_id      uuid not null references plan,
    ordinal      int  not null check (ordinal > 0),
    title        text not null check (title <> ''),
    open_tasks   int  not null check (open_tasks >= 0),
    started_at   timestamptz,
    completed_at timestamptz,
    unique (plan_id, ordinal),
    unique (id, plan_id),
    check (completed_at is null or open_tasks = 0)
);

create table task (
    id            uuid primary key,
    plan_id       uuid    not null,
    phase_id      uuid    not null,
    number        int     not null check (number >= 0),
    title         text    not null check (title <> ''),
    body          text,
    deliverables  text[]  not null,
    deadline_kind text    not null,
    opens_on      date,
    due_on        date,
    joint_rule    text    not null check (joint_rule in ('ALL', 'LEAD')),
    lead_unit_id  uuid,
    unit_ids      uuid[]  not null check (cardinality(unit_ids) > 0),
    status        text    not null check (status in ('DRAFT', 'OPEN', 'COMPLETED', 'ESTABLISHED', 'CANCELLED')),
    backfilled    boolean not null,
    sequence      bigint  not null check (sequence >= 0),
    version       bigint  not null,
    foreign key (phase_id, plan_id) references phase (id, plan_id),
    check (case deadline_kind
               when 'BEFORE' then opens_on is null and due_on is not null
               when 'ON' then opens_on is not null and opens_on = due_on
               when 'WINDOW' then opens_on <= due_on and opens_on is not null and due_on is not null
               when 'FROM' then opens_on is not null and due_on is null
               else false end),
    check (case joint_rule when 'LEAD' then lead_unit_id is not null and lead_unit_id = any (unit_ids) else lead_unit_id is null end),
    check (not backfilled or due_on is not null)
);
create index task_phase on task (phase_id);
create index task_plan on task (plan_id, id);

create table assignment (
    id                uuid primary key,
    task_id           uuid not null references task,
    unit_id           uuid not null,
    position          int  not null check (position > 0),
    state             text not null check (state in ('ISSUED', 'RECEIVED', 'IN_PROGRESS', 'SUBMITTED', 'RETURNED', 'SUSPENDED', 'COMPLETED', 'ESTABLISHED', 'CANCELLED')),
    resumes_to        text check (resumes_to in ('RECEIVED', 'IN_PROGRESS', 'RETURNED')),
    suspended_on      date,
    due_on            date,
    percent           int  not null check (percent between 0 and 100),
    submitted_on      date,
    working_days_late int check (working_days_late >= 0),
    unique (task_id, unit_id),
    check ((state = 'SUSPENDED') = (resumes_to is not null)),
    check ((state = 'SUSPENDED') = (suspended_on is not null)),
    check ((submitted_on is null) = (working_days_late is null))
);
create index assignment_unit on assignment (unit_id, state, task_id);

-- Every change of an assignment: who, when, from, to, why. Rows are added and never changed.
create table assignment_history (
    id         uuid primary key,
    task_id    uuid        not null references task,
    unit_id    uuid        not null,
    at         timestamptz not null,
    actor_kind text        not null check (actor_kind in ('STAFF', 'SYSTEM', 'RULE')),
    actor_id   text        not null check (actor_id <> ''),
    action     text        not null,
    from_state text,
    to_state   text        not null,
    why        text,
    sequence   bigint      not null,
    foreign key (task_id, unit_id) references assignment (task_id, unit_id)
);
create index assignment_history_task on assignment_history (task_id, sequence, id);

create function refuse_change() returns trigger language plpgsql as
$$
begin
    raise exception '% is only added to', tg_table_name;
end
$$;
create trigger assignment_history_is_final before update or delete on assignment_history
    for each row execute function refuse_change();

-- What will have to be said about a task unless it is settled by then; each once.
create table obligation (
    id            bigint generated always as identity primary key,
    task_id       uuid        not null references task,
    kind          text        not null check (kind in ('OPENED', 'DUE_SOON', 'OVERDUE', 'NOT_RECEIVED')),
    reckoned_from date        not null,
    step          int         not null check (step >= 0),
    fire_at       timestamptz not null,
    state         text        not null check (state in ('PENDING', 'FIRED', 'LAPSED')),
    held_until    timestamptz,
    settled_at    timestamptz,
    unique (task_id, reckoned_from, kind, step),
    check ((state = 'PENDING') = (settled_at is null))
);
create index obligation_due on obligation (fire_at, id) where state = 'PENDING';
create index obligation_of_task on obligation (task_id, fire_at, id) where state = 'PENDING';

-- How far the business clock runs ahead of the database's; the one row.
create table business_clock (
    id            boolean        primary key default true check (id),
    ahead_seconds numeric(18, 6) not null
);
insert into business_clock (ahead_seconds) values (0);

create table plan_import (
    id           uuid primary key,
    bureau_id    uuid        not null,
    state        text        not null check (state in ('PREVIEW', 'CONFIRMED')),
    draft        text        not null,
    created_at   timestamptz not null,
    created_by   text        not null,
    plan_id      uuid references plan,
    confirmed_at timestamptz,
    confirmed_by text,
    version      bigint      not null,
    check ((state = 'CONFIRMED') = (plan_id is not null)),
    check ((state = 'CONFIRMED') = (confirmed_at is not null))
);

create table outbox (
    id                 bigint generated always as identity primary key,
    event_id           uuid not null unique,
    aggregate_id       uuid not null,
    aggregate_sequence bigint not null,
    type               text not null,
    data               text not null,
    occurred_at        timestamptz not null,
    trace_parent       text,
    -- by the database's clock, unlike occurred_at, which is business time
    appended_at        timestamptz not null default clock_timestamp(),
    published_at       timestamptz,
    unique (aggregate_id, aggregate_sequence)
);
create index outbox_unpublished on outbox (id) where published_at is null;

-- This service's copy of the organisation, fed by org.directory.v1. Rows refer to each other without foreign keys: the
-- states of units, people and appointments arrive in no order among each other. What kinds, functions, ranks and
-- states there are is org-service's to say, so they aren't checked here.
create table directory_unit (
    id           uuid primary key,
    version      bigint  not null,
    deleted      boolean not null,
    code         text    not null,
    name         text    not null,
    kind         text    not null,
    parent_id    uuid,
    functions    text[]  not null,
    -- derived: the unit itself and all above it, from the top; and the nearest bureau among them
    ancestor_ids uuid[]  not null,
    bureau_id    uuid
);
create index directory_unit_parent on directory_unit (parent_id);
create index directory_unit_ancestors on directory_unit using gin (ancestor_ids);

create table directory_staff_member (
    id           uuid primary key,
    version      bigint  not null,
    deleted      boolean not null,
    staff_no     text    not null,
    name         text    not null,
    home_unit_id uuid,
    status       text    not null
);
create index directory_staff_member_staff_no on directory_staff_member (staff_no);

-- Both days are inclusive; an open end is null.
create table directory_appointment (
    id        uuid primary key,
    version   bigint  not null,
    deleted   boolean not null,
    unit_id   uuid    not null,
    staff_id  uuid    not null,
    rank      text    not null,
    from_date date    not null,
    to_date   date
);
create index directory_appointment_staff on directory_appointment (staff_id) where not deleted;

-- States that could not be applied, as they came.
create table parked_event (
    id            bigint generated always as identity primary key,
    topic         text        not null,
    partition     int         not null,
    record_offset bigint      not null,
    record_key    text        not null,
    event_id      text,
    type          text        not null,
    headers       jsonb       not null,
    payload       bytea       not null,
    reason        text        not null,
    parked_at     timestamptz not null default clock_timestamp(),
    unique (topic, partition, record_offset)
);
create index parked_event_key on parked_event (record_key, id);
