-- Events that an operator gave up, as they came, with who did it and why: nothing leaves the parking silently. A discarded event is in
-- processed_event, too, so that it stays discarded when Kafka delivers it again.
create table discarded_event (
    id            bigint primary key,
    topic         text        not null,
    partition     int         not null,
    record_offset bigint      not null,
    record_key    text        not null,
    event_id      text,
    type          text        not null,
    headers       jsonb       not null,
    payload       bytea       not null,
    -- why it was parked
    cause         text        not null,
    parked_at     timestamptz not null,
    discarded_by  text        not null,
    reason        text        not null check (reason <> ''),
    discarded_at  timestamptz not null
);
create index parked_event_type on parked_event (type, id);
