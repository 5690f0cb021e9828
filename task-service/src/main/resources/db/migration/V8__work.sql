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

-- What a share consists of, counted here so that neither a submission nor a list of tasks need look.
alter table assignment
    add items_total         int    not null default 0 check (items_total >= 0),
    add items_done          int    not null default 0 check (items_done between 0 and items_total),
    add items_required_open int    not null default 0 check (items_required_open between 0 and items_total - items_done),
    add items_percent       int    not null default 0 check (items_percent between 0 and 100),
    add batches_total       int    not null default 0 check (batches_total >= 0),
    add batches_done        int    not null default 0 check (batches_done between 0 and batches_total),
    add batches_planned     bigint not null default 0 check (batches_planned >= 0),
    add batches_achieved    bigint not null default 0 check (batches_achieved >= 0);

-- What is to be done within a share: a point of a checklist, or a sub-task if somebody is named who sees to it.
create table checklist_item (
    id                  uuid primary key,
    task_id             uuid    not null,
    unit_id             uuid    not null,
    position            int     not null check (position > 0),
    title               text    not null check (title <> ''),
    planned_on          date,
    -- the share isn't submitted before it is done
    required            boolean not null,
    staff_no            text check (staff_no <> ''),
    responsible_unit_id uuid,
    percent             int     not null check (percent between 0 and 100),
    remark              text,
    done_at             timestamptz,
    done_by_kind        text check (done_by_kind in ('STAFF', 'SYSTEM')),
    done_by_id          text,
    version             bigint  not null,
    foreign key (task_id, unit_id) references assignment (task_id, unit_id),
    unique (task_id, unit_id, position) deferrable initially deferred,
    check (staff_no is null or responsible_unit_id is null),
    check ((done_at is null) = (done_by_kind is null)),
    check ((done_at is null) = (done_by_id is null))
);
create index checklist_item_staff on checklist_item (staff_no, id) where done_at is null;
create index checklist_item_responsible_unit on checklist_item (responsible_unit_id, id) where done_at is null;

-- A share that is carried out batch by batch (分批).
create table batch (
    id             uuid primary key,
    task_id        uuid   not null,
    unit_id        uuid   not null,
    number         int    not null check (number > 0),
    name           text   not null check (name <> ''),
    planned_on     date,
    planned_count  bigint not null check (planned_count > 0),
    achieved_count bigint not null check (achieved_count >= 0),
    remark         text,
    done_at        timestamptz,
    done_by_kind   text check (done_by_kind in ('STAFF', 'SYSTEM')),
    done_by_id     text,
    version        bigint not null,
    foreign key (task_id, unit_id) references assignment (task_id, unit_id),
    unique (task_id, unit_id, number),
    check ((done_at is null) = (done_by_kind is null)),
    check ((done_at is null) = (done_by_id is null))
);
