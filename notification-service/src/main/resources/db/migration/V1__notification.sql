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

-- What is told of one event: once per event, in both languages.
create table notice (
    id                    uuid primary key default uuidv7(),
    event_id              uuid        not null unique,
    -- Notices are written one transaction after the other, so positions rise in the order of commit: whoever has seen a
    -- position has missed nothing below it. See docs/adr/0003.
    position              bigint      not null generated always as identity unique,
    event_type            text        not null,
    kind                  text        not null check (kind in ('INFORMATION', 'REMINDER', 'MANDATORY', 'URGENT')),
    acknowledgement_asked boolean     not null,
    plan_id               uuid        not null,
    task_id               uuid,
    link                  text        not null,
    occurred_at           timestamptz not null,
    title_zh              text        not null check (title_zh <> ''),
    body_zh               text        not null check (body_zh <> ''),
    title_en              text        not null check (title_en <> ''),
    body_en               text        not null check (body_en <> ''),
    written_at            timestamptz not null default clock_timestamp()
);

-- A notice in one person's inbox. That a person has it once at most, is this unique key. Position, kind and whether
-- acknowledgement is asked are the notice's, repeated for the indexes. No foreign key to the person: the copy of the
-- directory may be dropped and filled again.
create table inbox_message (
    id                    uuid primary key default uuidv7(),
    notice_id             uuid    not null references notice,
    staff_id              uuid    not null,
    position              bigint  not null,
    kind                  text    not null,
    acknowledgement_asked boolean not null,
    state                 text    not null default 'UNREAD' check (state in ('UNREAD', 'READ', 'ACKNOWLEDGED')),
    read_at               timestamptz,
    acknowledged_at       timestamptz,
    unique (notice_id, staff_id),
    check ((state = 'UNREAD') = (read_at is null)),
    check ((state = 'ACKNOWLEDGED') = (acknowledged_at is not null)),
    check (state <> 'ACKNOWLEDGED' or acknowledgement_asked)
);
create index inbox_message_newest on inbox_message (staff_id, position desc);
create index inbox_message_unread on inbox_message (staff_id, position desc) where state = 'UNREAD';
create index inbox_message_unacknowledged on inbox_message (staff_id) where acknowledgement_asked and state <> 'ACKNOWLEDGED';
