-- Notices whose acknowledgement is chased: one row a notice, whatever its people, with the step of the ladder that comes next.
-- Which steps a message has seen stands with the message, so that a step is taken once however often it is begun.
create table chase (
    notice_id uuid primary key references notice on delete cascade,
    step      int         not null default 1 check (step > 0),
    due_at    timestamptz not null
);
create index chase_due on chase (due_at);

alter table inbox_message add column chased int not null default 0;
