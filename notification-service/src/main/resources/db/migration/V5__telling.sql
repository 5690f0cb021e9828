-- Notices tell of events, of what somebody announces and of what wasn't acknowledged. Whatever it is, event_id is its own id, by which
-- it is told once.
alter table notice
    add column source text not null default 'EVENT' check (source in ('EVENT', 'ANNOUNCEMENT', 'CHASE')),
    -- the rule of the table that named the audience; null where the audience was given
    add column rule text,
    -- the day whose appointments count
    add column audience_day date not null,
    -- who announced it
    add column author text,
    add check ((source = 'EVENT') = (rule is not null)),
    add check ((source = 'ANNOUNCEMENT') = (author is not null));
alter table notice alter column source drop default;

-- Why a person has the message is kept as it was when it was told, with the names of that time. What falls due on one task
-- on one day is one message to a person: the unique key sees to that. See docs/adr/0006 and 0007.
alter table inbox_message
    add column reasons jsonb not null default '[]',
    add column reminder_task_id uuid,
    add column reminder_day date,
    -- how many notices were added to the first; they are in message_addition
    add column additions int not null default 0,
    -- how often it was told outside: a round for the first time, and one for every repetition
    add column round int not null default 1 check (round > 0),
    add check ((reminder_task_id is null) = (reminder_day is null)),
    add check (additions = 0 or reminder_day is not null);
alter table inbox_message alter column reasons drop default;
create unique index inbox_message_reminder on inbox_message (staff_id, reminder_task_id, reminder_day) where reminder_day is not null;

create table message_addition (
    message_id uuid  not null references inbox_message on delete cascade,
    notice_id  uuid  not null references notice,
    reasons    jsonb not null,
    primary key (message_id, notice_id)
);
create index message_addition_notice on message_addition (notice_id);

-- Who might have expected a notice and wasn't told, and why.
create table left_out (
    notice_id uuid  not null references notice on delete cascade,
    staff_id  uuid  not null,
    reasons   jsonb not null,
    primary key (notice_id, staff_id)
);

-- A message as its reader gets it: the text of its notice and of those that were added, the strongest first.
create view told_message as
select m.id as message_id, told.*
from inbox_message m
cross join lateral (
    select (array_agg(n.event_type order by n.kind = 'URGENT' desc, n.position))[1] as event_type,
           bool_or(n.confidential) as confidential,
           string_agg(n.title_zh, '；' order by n.kind = 'URGENT' desc, n.position) as title_zh,
           string_agg(n.body_zh, E'\n\n' order by n.kind = 'URGENT' desc, n.position) as body_zh,
           string_agg(n.title_en, '; ' order by n.kind = 'URGENT' desc, n.position) as title_en,
           string_agg(n.body_en, E'\n\n' order by n.kind = 'URGENT' desc, n.position) as body_en
    from (
        select m.notice_id as id
        union all
        select notice_id from message_addition where m.additions > 0 and message_id = m.id
    ) part
    join notice n on n.id = part.id
) told;
