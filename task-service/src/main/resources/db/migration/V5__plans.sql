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
