-- Notices come from other sources than the events of tasks, too, and leave by channels.
alter table notice
    alter column plan_id drop not null,
    alter column link drop not null,
    -- the plan is marked 不予公开: no channel outside of the suite may carry its content
    add column confidential boolean not null default true,
    -- from when on its deliveries can be planned; null once they are
    add column deliver_at timestamptz;
alter table notice alter column confidential drop default;
create index notice_to_deliver on notice (deliver_at) where deliver_at is not null;
