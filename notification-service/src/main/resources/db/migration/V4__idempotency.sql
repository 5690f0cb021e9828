-- The answers to calls that came with an Idempotency-Key, each written in the transaction of the change it tells of. While that
-- transaction runs, the primary key makes a second call of the same key wait for it.
create table idempotency_key (
    caller     text not null,
    key        text not null check (key <> ''),
    request    bytea not null,
    called_at  timestamptz not null,
    status     int,
    location   text,
    etag       text,
    body       text,
    primary key (caller, key)
);
create index idempotency_key_called_at on idempotency_key (called_at);
