-- What people correct in the preview of a plan before it is confirmed, and what is still open in it.
alter table plan_import
    add column unresolved int not null default 0 check (unresolved >= 0),
    add check (state = 'PREVIEW' or unresolved = 0);
alter table plan_import alter column unresolved drop default;

-- Every correction as it was sent. Rows are added and never changed.
create table plan_import_correction (
    id             uuid primary key,
    plan_import_id uuid        not null references plan_import,
    at             timestamptz not null,
    actor_kind     text        not null check (actor_kind in ('STAFF', 'SYSTEM')),
    actor_id       text        not null check (actor_id <> ''),
    -- JSON merge patch (RFC 7396)
    patch          text        not null
);
create index plan_import_correction_of_import on plan_import_correction (plan_import_id, id);
create trigger plan_import_correction_is_final before update or delete on plan_import_correction
    for each row execute function refuse_change();
