-- Who stands in for whom, a part of the copy of the organisation. Both days are inclusive; without a unit it is for the
-- seats in all units.
create table directory_stand_in (
    id           uuid primary key,
    version      bigint  not null,
    deleted      boolean not null,
    staff_id     uuid    not null,
    for_staff_id uuid    not null,
    unit_id      uuid,
    from_date    date    not null,
    to_date      date    not null
);
create index directory_stand_in_staff on directory_stand_in (staff_id) where not deleted;
create index directory_stand_in_for_staff on directory_stand_in (for_staff_id) where not deleted;
