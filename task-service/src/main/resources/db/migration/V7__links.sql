-- How tasks hang together.
alter table task
    drop constraint task_joint_rule_check,
    add check (joint_rule in ('ALL', 'LEAD', 'ANY'));

-- Tasks of one plan that have to be done before a task is worked on; without circles.
create table task_prerequisite (
    task_id         uuid not null references task on delete cascade,
    prerequisite_id uuid not null references task on delete cascade check (prerequisite_id <> task_id),
    primary key (task_id, prerequisite_id)
);
create index task_prerequisite_of on task_prerequisite (prerequisite_id);
-- What has to be the case before a task is worked on, as people say it, until somebody entitled confirms it.
create table precondition (
    id          uuid primary key,
    task_id     uuid        not null references task on delete cascade,
    statement   text        not null check (statement <> ''),
    stated_at   timestamptz not null,
    stater_kind text        not null check (stater_kind in ('STAFF', 'SYSTEM')),
    stater_id   text        not null check (stater_id <> ''),
    met         boolean     not null,
    -- by whom it was last confirmed or revoked, when and why; null before
    judged_at   timestamptz,
    judge_kind  text check (judge_kind in ('STAFF', 'SYSTEM')),
    judge_id    text,
    note        text,
    version     bigint      not null,
    check ((judged_at is null) = (judge_kind is null)),
    check ((judged_at is null) = (judge_id is null)),
    check (judged_at is not null or not met)
);
create index precondition_task on precondition (task_id, id);

alter table task
    -- whether another task has ever waited for it
    add awaited      boolean not null default false,
    -- what its units were last told of whether they can work
    add told_blocked boolean not null default false;
alter table task
    alter awaited drop default,
    alter told_blocked drop default;

alter table obligation
    drop constraint obligation_kind_check,
    add check (kind in ('OPENED', 'DUE_SOON', 'OVERDUE', 'NOT_RECEIVED', 'STALE', 'REPORT_DUE', 'PREREQUISITE', 'HELP_DUE'));
create sequence obligation_step as int cycle;

-- What one unit asks of another for a task.
create table help_request (
    id             uuid primary key,
    task_id        uuid        not null,
    from_unit_id   uuid        not null,
    to_unit_id     uuid        not null check (to_unit_id <> from_unit_id),
    text           text        not null check (text <> ''),
    answer_due_on  date        not null,
    -- by which its obligation is known
    step           int         not null,
    requested_at   timestamptz not null,
    requester_kind text        not null check (requester_kind in ('STAFF', 'SYSTEM')),
    requester_id   text        not null check (requester_id <> ''),
    state          text        not null check (state in ('OPEN', 'ANSWERED', 'DECLINED')),
    answer         text,
    answered_at    timestamptz,
    answerer_kind  text check (answerer_kind in ('STAFF', 'SYSTEM')),
    answerer_id    text,
    version        bigint      not null,
    foreign key (task_id, from_unit_id) references assignment (task_id, unit_id),
    check ((state = 'OPEN') = (answered_at is null)),
    check ((answered_at is null) = (answer is null)),
    check ((answered_at is null) = (answerer_kind is null)),
    check ((answered_at is null) = (answerer_id is null))
);
create index help_request_task on help_request (task_id, id);
create index help_request_to on help_request (to_unit_id, id);
create index help_request_from on help_request (from_unit_id, id);
