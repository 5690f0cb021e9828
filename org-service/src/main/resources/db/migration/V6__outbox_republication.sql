-- A consumer that lost its copy has present states sent again: rows of the outbox that tell of no change. Of each change there is
-- one row as before; of each state one per republication.
alter table outbox
    drop constraint outbox_aggregate_id_aggregate_sequence_key,
    add column republication_id uuid;
create unique index outbox_change on outbox (aggregate_id, aggregate_sequence) where republication_id is null;
create unique index outbox_republished on outbox (republication_id, aggregate_id) where republication_id is not null;
create index outbox_republished_unpublished on outbox (id) where published_at is null and republication_id is not null;
create index outbox_published on outbox (published_at) where published_at is not null;

-- A request to send states again, and how far it has come: the states of one type go after those of another, each in the order of ids.
create table republication (
    id           uuid primary key,
    unit_id      uuid references unit,
    types        text[] not null check (cardinality(types) > 0),
    reason       text not null check (reason <> ''),
    actor_kind   text not null check (actor_kind in ('STAFF', 'SYSTEM', 'RULE')),
    actor        text not null,
    client       text,
    requested_at timestamptz not null,
    expected     bigint not null,
    type         text not null,
    position     uuid not null,
    sent         bigint not null,
    finished_at  timestamptz,
    version      bigint not null
);
create index republication_running on republication (id) where finished_at is null;
