-- Most tasks never wait for anything; who reads them needn't look for what they wait for.
alter table task add has_waited boolean not null default false;
update task set has_waited = true
where id in (select task_id from task_prerequisite union all select task_id from precondition);
alter table task alter has_waited drop default;
