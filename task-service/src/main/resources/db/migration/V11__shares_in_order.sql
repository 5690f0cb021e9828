-- A unit's shares in the order in which its tasks are listed, so that a page is read and no more; the state is read along.
create index assignment_unit_task on assignment (unit_id, task_id) include (state);
drop index assignment_unit;
