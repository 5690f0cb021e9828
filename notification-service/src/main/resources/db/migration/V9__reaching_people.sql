-- Years of the working calendar that were sent to task-service, a copy fed by its event WorkingYearChanged. They take the
-- place of those that come with the service.
create table working_year (
    year        int primary key,
    version     int    not null,
    rest_days   date[] not null,
    worked_days date[] not null
);

-- How a person wants to be reached; without a row it is as the installation says. No foreign key to the person: the copy of
-- the directory may be dropped and filled again.
create table preference (
    staff_id      uuid primary key,
    version       bigint      not null check (version > 0),
    language      text        not null check (language in ('CHINESE', 'ENGLISH')),
    -- the channel that is tried first comes first
    channel_order text[]      not null,
    -- China's time, over midnight where the end isn't later than the beginning
    quiet_from    time,
    quiet_to      time,
    -- by kind of message: {"INFORMATION": {"off": ["SMS"], "digestAt": ["09:00"]}}
    kinds         jsonb       not null,
    changed_at    timestamptz not null,
    check ((quiet_from is null) = (quiet_to is null)),
    check (quiet_from <> quiet_to)
);
