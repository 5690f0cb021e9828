-- Years of the working calendar that were sent to task-service, a copy fed by its event WorkingYearChanged. They take the
-- place of those that come with the service.
create table working_year (
    year        int primary key,
    version     int    not null,
    rest_days   date[] not null,
    worked_days date[] not null
);
