-- What a unit is called and where it stands, and to which section a person belongs, by date. Both days are inclusive; null is
-- open. The rows of unit and staff_member hold what holds today; they are rolled forward at midnight (next_change_on).

create table unit_period (
    unit_id   uuid not null references unit,
    from_date date,
    to_date   date,
    name      text not null check (name <> ''),
    parent_id uuid references unit,
    functions text[] not null default '{}' check (functions <@ array ['COORDINATING', 'SUPERVISING']),
    check (to_date >= from_date),
    check (parent_id <> unit_id),
    constraint one_description_at_a_time exclude using gist (unit_id with =, daterange(from_date, to_date, '[]') with &&)
);
create index unit_period_unit on unit_period (unit_id);
create index unit_period_parent on unit_period (parent_id);
insert into unit_period (unit_id, name, parent_id, functions) select id, name, parent_id, functions from unit;

-- a file may name a unit before the one above it
alter table unit alter constraint unit_parent_id_fkey deferrable initially deferred;

-- path: the units from the top down to this one as they stand today, itself included; bureau_id: the nearest bureau on it
alter table unit
    add column exists_now     boolean not null default true,
    add column next_change_on date,
    add column path           uuid[] not null default '{}',
    add column bureau_id      uuid references unit;
with recursive tree (id, path, bureau_id) as (
    select id, array [id], id from unit where parent_id is null
    union all
    select unit.id, tree.path || unit.id, case when unit.kind = 'BUREAU' then unit.id else tree.bureau_id end
    from unit join tree on unit.parent_id = tree.id)
update unit set path = tree.path, bureau_id = tree.bureau_id from tree where tree.id = unit.id;
create index unit_path on unit using gin (path);
create index unit_next_change on unit (next_change_on) where next_change_on is not null;

create table posting (
    staff_id  uuid not null references staff_member,
    unit_id   uuid not null references unit,
    from_date date,
    to_date   date,
    check (to_date >= from_date),
    constraint one_home_at_a_time exclude using gist (staff_id with =, daterange(from_date, to_date, '[]') with &&)
);
create index posting_staff on posting (staff_id);
create index posting_unit on posting (unit_id);
insert into posting (staff_id, unit_id) select id, home_unit_id from staff_member where home_unit_id is not null;

alter table staff_member
    add column last_day       date,
    add column next_change_on date;
create index staff_member_next_change on staff_member (next_change_on) where next_change_on is not null;

alter table seat
    add column last_day date,
    add check (last_day >= exists_from);

-- For a period, messages and rights of one person go to another one too; for the seats in one unit, or (null) in all.
create table stand_in (
    id           uuid primary key,
    for_staff_id uuid not null references staff_member,
    staff_id     uuid not null references staff_member,
    unit_id      uuid references unit,
    from_date    date not null,
    to_date      date not null,
    reason       text,
    deleted      boolean not null default false,
    version      bigint not null,
    check (to_date >= from_date),
    check (staff_id <> for_staff_id)
);
create index stand_in_staff on stand_in (staff_id, to_date) where not deleted;
create index stand_in_for on stand_in (for_staff_id, to_date) where not deleted;

-- Who changed what, when and through which client, with the full state after it. Rows are only ever added.
create table change_record (
    id           bigint generated always as identity primary key,
    at           timestamptz not null,
    actor_kind   text not null check (actor_kind in ('STAFF', 'SYSTEM', 'RULE')),
    actor        text not null,
    client       text,
    request_id   text,
    action       text not null,
    subject      text not null,
    subject_id   uuid not null,
    subject_version bigint not null,
    unit_id      uuid references unit,
    state        text not null
);
create index change_record_subject on change_record (subject_id, id);
create index change_record_unit on change_record (unit_id, id);
