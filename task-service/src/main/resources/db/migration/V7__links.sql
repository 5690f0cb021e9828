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
    add check (kind in ('OPENED', 'DUE_SOON', 'OVERDUE', 'NOT_RECEIVED', 'STALE', 'REPORT_DUE', 'PREREQUISITE'));
create sequence prerequisite_step as int cycle;
