alter table plan
    -- whether 某日前 takes in that day
    add deadlines_inclusive boolean not null default true,
    add policy_version  int  not null default 0 check (policy_version >= 0),
    add receipt_every   int  not null default 2 check (receipt_every > 0),
    add stale_after     int  not null default 10 check (stale_after > 0),
    add stale_every     int  not null default 5 check (stale_every > 0),
    -- when reports on continuing work are due
    add report_interval text not null default 'MONTHLY' check (report_interval in ('WEEKLY', 'MONTHLY', 'QUARTERLY')),
    add report_day      int  not null default 31 check (report_day between 1 and case report_interval when 'WEEKLY' then 7 else 31 end);
alter table plan
    alter deadlines_inclusive drop default,
    alter policy_version drop default,
    alter receipt_every drop default,
    alter stale_after drop default,
    alter stale_every drop default,
    alter report_interval drop default,
    alter report_day drop default;

-- How a plan reads its deadlines and reminds of its tasks, every version. Rows are added and never changed.
create table plan_policy_version (
    plan_id             uuid        not null references plan,
    version             int         not null check (version > 0),
    deadlines_inclusive boolean     not null,
    rest_day_policy     text        not null,
    remind_days_before  int[]       not null,
    remind_at           time        not null,
    overdue_every       int         not null,
    escalates_from      int[]       not null,
    receipt_within      int         not null,
    receipt_every       int         not null,
    stale_after         int         not null,
    stale_every         int         not null,
    report_interval     text        not null,
    report_day          int         not null,
    at                  timestamptz not null,
    actor_kind          text        not null check (actor_kind in ('STAFF', 'SYSTEM')),
    actor_id            text        not null check (actor_id <> ''),
    reason              text,
    primary key (plan_id, version)
);
create trigger plan_policy_version_is_final before update or delete on plan_policy_version
    for each row execute function refuse_change_of_policy();

-- Years of the working-day calendar as they were sent, every version. Rows are added and never changed.
create table working_year (
    id                   bigint generated always as identity primary key,
    year                 int         not null,
    version              int         not null check (version > 0),
    notice               text        not null check (notice <> ''),
    holiday_names        text[]      not null,
    holidays_from        date[]      not null check (cardinality(holidays_from) = cardinality(holiday_names)),
    holidays_to          date[]      not null check (cardinality(holidays_to) = cardinality(holiday_names)),
    shifted_working_days date[]      not null,
    at                   timestamptz not null,
    actor_kind           text        not null check (actor_kind in ('STAFF', 'SYSTEM')),
    actor_id             text        not null check (actor_id <> ''),
    unique (year, version)
);
create trigger working_year_is_final before update or delete on working_year
    for each row execute function refuse_change();

alter table obligation
    drop constraint obligation_kind_check,
    add check (kind in ('OPENED', 'DUE_SOON', 'OVERDUE', 'NOT_RECEIVED', 'STALE', 'REPORT_DUE'));

-- The last day as it was stated, before the plan's policies made of it what counts.
alter table task
    add written_due_on   date,
    add deadline_decided boolean not null default false,
    -- when reports on it are due, null as for the plan
    add report_interval  text check (report_interval in ('WEEKLY', 'MONTHLY', 'QUARTERLY')),
    add report_day       int check (report_day between 1 and case report_interval when 'WEEKLY' then 7 else 31 end),
    -- the revision of the calendar by which its obligations were reckoned, 0 if they are to be reckoned anew
    add reckoned_by      bigint not null default 0;
create index task_to_reckon on task (reckoned_by) where status in ('OPEN', 'ESTABLISHED');
update task set written_due_on = due_on;
alter table task
    alter deadline_decided drop default,
    add check ((written_due_on is null) = (due_on is null)),
    add check ((report_interval is null) = (report_day is null));

-- What moves a share's due date away from its task's: the working days waited, and a day granted to the unit alone.
alter table assignment
    add issued_on           date,
    -- when the unit took the work on, got it back or reported, whichever was last; and when it last reported
    add silent_since        date,
    add reported_on         date,
    add waited_days         int not null default 0 check (waited_days >= 0),
    add extended_to         date,
    add waited_at_extension int check (waited_at_extension between 0 and waited_days);
update assignment a
set issued_on = (select min(h.at at time zone 'Asia/Shanghai')::date
                 from assignment_history h
                 where h.task_id = a.task_id and h.unit_id = a.unit_id and h.action = 'issuance');
update assignment a
set silent_since = (select max(h.at at time zone 'Asia/Shanghai')::date
                    from assignment_history h
                    where h.task_id = a.task_id and h.unit_id = a.unit_id
                      and h.action in ('receipt', 'return', 'resumption', 'reopening', 'progress-reports')),
    reported_on  = (select max(h.at at time zone 'Asia/Shanghai')::date
                    from assignment_history h
                    where h.task_id = a.task_id and h.unit_id = a.unit_id and h.action = 'progress-reports');
-- how long these have waited wasn't counted; they keep their dates
update assignment a
set extended_to = a.due_on, waited_at_extension = 0
from task t
where t.id = a.task_id and a.due_on > t.due_on;
alter table assignment
    alter issued_on set not null,
    alter waited_days drop default,
    add check ((extended_to is null) = (waited_at_extension is null)),
    add check (silent_since is not null or state not in ('RECEIVED', 'IN_PROGRESS', 'RETURNED'));

alter table assignment_history
    add due_on date;

-- Every deadline that was in force before: whose, from what to what, who moved it, when, why. Rows are added and never changed.
create table deadline_change (
    id            uuid primary key,
    task_id       uuid        not null references task,
    -- null for the task's own deadline, else that of this unit's share alone
    unit_id       uuid,
    at            timestamptz not null,
    actor_kind    text        not null check (actor_kind in ('STAFF', 'SYSTEM', 'RULE')),
    actor_id      text        not null check (actor_id <> ''),
    from_kind     text        not null,
    from_opens_on date,
    from_due_on   date,
    to_kind       text        not null,
    to_opens_on   date,
    to_due_on     date,
    reason        text        not null check (reason <> ''),
    sequence      bigint      not null,
    foreign key (task_id, unit_id) references assignment (task_id, unit_id)
);
create index deadline_change_task on deadline_change (task_id, sequence, id);
create trigger deadline_change_is_final before update or delete on deadline_change
    for each row execute function refuse_change();

-- More time that a unit asks for, and what was decided; one open request per task and unit.
create table extension_request (
    id              uuid primary key,
    task_id         uuid        not null,
    unit_id         uuid        not null,
    scope           text        not null check (scope in ('SHARE', 'TASK')),
    -- until when there was time when it was asked
    due_on          date        not null,
    wished_due_on   date        not null,
    reason          text        not null check (reason <> ''),
    requested_at    timestamptz not null,
    requester_kind  text        not null check (requester_kind in ('STAFF', 'SYSTEM')),
    requester_id    text        not null check (requester_id <> ''),
    state           text        not null check (state in ('OPEN', 'APPROVED', 'REFUSED')),
    granted_due_on  date,
    decision_reason text,
    decided_at      timestamptz,
    decider_kind    text check (decider_kind in ('STAFF', 'SYSTEM')),
    decider_id      text,
    foreign key (task_id, unit_id) references assignment (task_id, unit_id),
    check ((state = 'OPEN') = (decided_at is null)),
    check ((decided_at is null) = (decider_kind is null)),
    check ((decided_at is null) = (decider_id is null)),
    check ((decided_at is null) = (decision_reason is null)),
    check ((state = 'APPROVED') = (granted_due_on is not null))
);
create unique index extension_request_open on extension_request (task_id, unit_id) where state = 'OPEN';
create index extension_request_task on extension_request (task_id, id);
create index extension_request_waiting on extension_request (id) where state = 'OPEN';
