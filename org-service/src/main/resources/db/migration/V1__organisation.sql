-- The organisation structure. Times are UTC instants, dates are calendar dates in Asia/Shanghai.

create table unit (
    id        uuid primary key,
    code      text not null unique check (code <> ''),
    name      text not null check (name <> ''),
    kind      text not null check (kind in ('BUREAU', 'SECTION', 'LEADING_GROUP', 'OFFICE', 'PROJECT_TEAM', 'WORKING_GROUP', 'OPERATION_TEAM')),
    parent_id uuid references unit,
    functions text[] not null default '{}' check (functions <@ array ['COORDINATING', 'SUPERVISING']),
    version   bigint not null,
    check (parent_id <> id)
);
create index unit_parent on unit (parent_id);

create table staff_member (
    id           uuid primary key,
    staff_no     text not null unique check (staff_no <> ''),
    name         text not null check (name <> ''),
    home_unit_id uuid references unit,
    status       text not null check (status in ('ACTIVE', 'LEFT')),
    email        text,
    mobile       text,
    chat_id      text,
    version      bigint not null
);
create index staff_member_home on staff_member (home_unit_id);

-- A post in a unit. Its holder rule says who holds it: a named person, whoever is the principal of a section, or one deputy
-- of a section who has not been named.
create table seat (
    id          uuid primary key,
    unit_id     uuid not null references unit,
    title       text not null check (title <> ''),
    rank        text not null check (rank in ('HEAD', 'DEPUTY_HEAD', 'MEMBER', 'ADMINISTRATOR')),
    holder_rule text not null check (holder_rule in ('NAMED', 'PRINCIPAL_OF', 'UNNAMED_DEPUTY_OF')),
    section_id  uuid references unit,
    exists_from date not null,
    version     bigint not null,
    check ((holder_rule = 'NAMED') = (section_id is null))
);
create index seat_unit on seat (unit_id);
create index seat_section on seat (section_id) where section_id is not null;

-- Both days are inclusive; an open end is null. A seat has one named holder at a time; a seat that follows a section's
-- principals has as many as they are.
create extension if not exists btree_gist;
create table appointment (
    id           uuid primary key,
    seat_id      uuid not null references seat,
    staff_id     uuid not null references staff_member,
    from_date    date not null,
    to_date      date,
    derived_from uuid references appointment,
    deleted      boolean not null default false,
    version      bigint not null,
    check (to_date >= from_date),
    unique (seat_id, derived_from),
    constraint one_holder_at_a_time exclude using gist (seat_id with =, daterange(from_date, to_date, '[]') with &&)
        where (derived_from is null and not deleted)
);
create index appointment_seat on appointment (seat_id);
create index appointment_staff on appointment (staff_id);

create table directory_import (
    id           uuid primary key,
    state        text not null check (state in ('PREVIEW', 'CONFIRMED')),
    roster       text not null,
    created_at   timestamptz not null,
    created_by   text not null,
    confirmed_at timestamptz,
    confirmed_by text,
    version      bigint not null
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
    published_at       timestamptz,
    unique (aggregate_id, aggregate_sequence)
);
create index outbox_unpublished on outbox (id) where published_at is null;
