-- Times are UTC instants, dates are calendar dates in Asia/Shanghai.

-- This service's copy of the organisation, fed by org.directory.v1. Rows refer to each other without foreign keys: the
-- states of units, people and appointments arrive in no order among each other. What kinds, functions, ranks and
-- states there are is org-service's to say, so they aren't checked here.
create table directory_unit (
    id        uuid primary key,
    version   bigint  not null,
    deleted   boolean not null,
    code      text    not null,
    name      text    not null,
    kind      text    not null,
    parent_id uuid,
    functions text[]  not null
);
create index directory_unit_parent on directory_unit (parent_id) where not deleted;

create table directory_staff_member (
    id           uuid primary key,
    version      bigint  not null,
    deleted      boolean not null,
    staff_no     text    not null,
    name         text    not null,
    home_unit_id uuid,
    status       text    not null,
    email        text,
    mobile       text,
    chat_id      text
);
create index directory_staff_member_staff_no on directory_staff_member (staff_no);

-- Both days are inclusive; an open end is null.
create table directory_appointment (
    id        uuid primary key,
    version   bigint  not null,
    deleted   boolean not null,
    unit_id   uuid    not null,
    staff_id  uuid    not null,
    title     text    not null,
    rank      text    not null,
    from_date date    not null,
    to_date   date
);
create index directory_appointment_unit on directory_appointment (unit_id) where not deleted;
create index directory_appointment_staff on directory_appointment (staff_id) where not deleted;

-- Which events of task.events.v1 were dealt with: a repeated one changes nothing.
create table processed_event (
    event_id     uuid primary key,
    type         text        not null,
    processed_at timestamptz not null default clock_timestamp()
);

-- Events that could not be applied, and those of the same key behind them, as they came.
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
