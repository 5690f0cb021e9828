-- What is still open in a preview.
alter table plan_import
    add column unresolved int not null default 0 check (unresolved >= 0),
    add check (state = 'PREVIEW' or unresolved = 0);
alter table plan_import alter column unresolved drop default;
