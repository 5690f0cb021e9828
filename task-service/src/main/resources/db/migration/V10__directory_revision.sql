-- How often this service's copy of the organisation has been written; the one row. What was read from the copy holds as long as
-- this is the same.
create table directory_revision (
    id       boolean primary key default true check (id),
    revision bigint  not null
);
insert into directory_revision (revision) values (0);
