-- What a unit answers for, by date: a new list makes a new version from a day on. Both days are inclusive, null is open.
-- The clauses are in their order, each with the line of the document it came from, if it came from one. searched holds them as
-- searches compare them, and pairs the neighbouring characters in that: trigrams (pg_trgm) don't know Chinese in every locale.
create table duty_version (
    id           uuid primary key,
    unit_id      uuid not null references unit,
    number       int not null,
    from_date    date,
    to_date      date,
    texts        text[] not null,
    source_lines int[] not null,
    searched     text not null,
    pairs        text[] not null,
    unique (unit_id, number),
    check (to_date >= from_date),
    check (cardinality(texts) = cardinality(source_lines)),
    constraint one_list_at_a_time exclude using gist (unit_id with =, daterange(from_date, to_date, '[]') with &&)
        deferrable initially deferred
);
create index duty_version_pairs on duty_version using gin (pairs);
