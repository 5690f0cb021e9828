-- The documents of a task of which something has been handed in: kept here so that a submission need not look for them.
alter table task
    add handed_in text[] not null default '{}';

-- Files that units hand in: what a task must produce, or other evidence of the work. A removed one leaves its row.
create table attachment (
    id              uuid primary key,
    task_id         uuid        not null,
    unit_id         uuid        not null,
    -- the document that the task must produce, null for other files
    deliverable     text check (deliverable <> ''),
    file_name       text        not null check (file_name <> ''),
    -- counts the files of this name
    version         int         not null check (version > 0),
    media_type      text        not null,
    size            bigint      not null check (size between 1 and 20971520),
    sha256          text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    at              timestamptz not null,
    actor_kind      text        not null check (actor_kind in ('STAFF', 'SYSTEM')),
    actor_id        text        not null check (actor_id <> ''),
    removed_at      timestamptz,
    removed_by_kind text check (removed_by_kind in ('STAFF', 'SYSTEM')),
    removed_by_id   text,
    unique nulls not distinct (task_id, deliverable, file_name, version),
    foreign key (task_id, unit_id) references assignment (task_id, unit_id),
    check ((removed_at is null) = (removed_by_kind is null)),
    check ((removed_at is null) = (removed_by_id is null))
);
create index attachment_task on attachment (task_id, id);

-- The contents of files, in parts that are small enough to be in memory one at a time. They don't shrink, so nobody tries.
create table stored_content (
    id      uuid  not null,
    part    int   not null check (part >= 0),
    content bytea not null check (octet_length(content) between 1 and 262144),
    primary key (id, part)
);
alter table stored_content
    alter content set storage external;
