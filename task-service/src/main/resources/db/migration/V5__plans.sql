-- Plans that are drafted and changed by people.
alter table plan
    -- from where it comes: what it carries out, or the document it was read from
    add provenance text;

alter table phase
    add version bigint not null default 0,
    drop constraint phase_plan_id_ordinal_key,
    -- phases change places within a transaction
    add constraint phase_ordinal unique (plan_id, ordinal) deferrable initially deferred;
alter table phase alter version drop default;

-- The policy of a draft goes with the draft.
create function refuse_change_of_policy() returns trigger language plpgsql as
$$
begin
    if tg_op = 'DELETE' and exists (select 1 from plan where id = old.plan_id and state = 'DRAFT') then
        return old;
    end if;
    raise exception '% is only added to', tg_table_name;
end
$$;

-- How often it was published and changed since; 0 for a draft.
alter table plan
    add revision int not null default 0,
    add check ((state = 'DRAFT') = (revision = 0));
alter table plan alter revision drop default;

-- What a plan said from a time on: itself, its phases and the tasks in force, as JSON. Rows are added and never changed.
create table plan_version (
    plan_id    uuid        not null references plan,
    version    int         not null check (version > 0),
    at         timestamptz not null,
    actor_kind text        not null check (actor_kind in ('STAFF', 'SYSTEM', 'RULE')),
    actor_id   text        not null check (actor_id <> ''),
    -- null for the publication
    reason     text check (reason <> ''),
    content    text        not null,
    primary key (plan_id, version)
);
create trigger plan_version_is_final before update or delete on plan_version
    for each row execute function refuse_change();

-- What ordered a task that the plan didn't have.
alter table task
    add source_kind      text check (source_kind in ('INSTRUCTION', 'MEETING', 'SUPERIOR_DOCUMENT', 'OTHER')),
    add source_reference text check (source_reference <> ''),
    add check ((source_kind is null) = (source_reference is null));

alter table plan
    add closed_at       timestamptz,
    add closing_summary text check (closing_summary <> ''),
    add check ((state = 'CLOSED') = (closed_at is not null)),
    add check ((closed_at is null) = (closing_summary is null));

-- Set with the plan's closure under the lock on the task, so that whoever waited for the lock sees it.
alter table task add ended boolean not null default false;
alter table task alter ended drop default;
