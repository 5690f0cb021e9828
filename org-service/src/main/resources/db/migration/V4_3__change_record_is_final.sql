-- What was recorded stays as it was recorded, whoever asks and whatever the role was granted.
create function refuse_to_change_records() returns trigger language plpgsql as $$
begin
    raise exception 'change_record is only ever added to' using errcode = 'insufficient_privilege';
end $$;
create trigger change_record_is_final before update or delete or truncate on change_record
    for each statement execute function refuse_to_change_records();

create index change_record_actor on change_record (actor, id);
create index change_record_at on change_record (at);
