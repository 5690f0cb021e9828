-- Other systems that are called with events, as they have no access to Kafka.
create table webhook_subscription (
    id                    uuid primary key,
    version               bigint      not null,
    -- the calling system; nobody else sees the subscription
    owner                 text        not null,
    url                   text        not null,
    -- wire types; all if there is none
    event_types           text[]      not null,
    -- events that concern this unit or one below it; all without one
    unit_id               uuid,
    -- who is told when it is disabled
    contact_staff_no      text        not null,
    state                 text        not null check (state in ('ACTIVE', 'DISABLED')),
    disabled_reason       text,
    disabled_at           timestamptz,
    -- encrypted, as they are needed for signing
    secret                bytea       not null,
    previous_secret       bytea,
    previous_secret_until timestamptz,
    -- since when no call has succeeded; null after a success
    failing_since         timestamptz,
    -- calls in a row that found the other side away, and until when none is made because of that
    absences              int         not null,
    held_until            timestamptz,
    created_at            timestamptz not null,
    -- whoever repeats a subscription whose answer got lost is told of the first one
    unique (owner, url),
    check ((state = 'DISABLED') = (disabled_reason is not null)),
    check ((disabled_reason is null) = (disabled_at is null)),
    check ((previous_secret is null) = (previous_secret_until is null))
);

-- Events as they came, once each, as long as they may be replayed. Nothing is written while nobody subscribes.
create table subscription_event (
    position     bigint generated always as identity primary key,
    event_id     uuid        not null unique,
    type         text        not null,
    record_key   text        not null,
    headers      jsonb       not null,
    payload      bytea       not null,
    confidential boolean     not null,
    -- the units that the event concerns and all above them, as they were when it came
    unit_ids     uuid[]      not null,
    received_at  timestamptz not null default clock_timestamp()
);
create index subscription_event_received on subscription_event (received_at);

-- What each subscriber gets of them. Of a key one after the other: positions of a key rise in the order of the topic, and the
-- first that waits goes first.
create table subscription_delivery (
    subscription_id  uuid        not null references webhook_subscription on delete cascade,
    event_position   bigint      not null references subscription_event on delete cascade,
    record_key       text        not null,
    state            text        not null default 'WAITING' check (state in ('WAITING', 'DELIVERED', 'GIVEN_UP')),
    attempts         int         not null default 0,
    -- when the next attempt may begin; while one is under way, when it counts as lost
    due_at           timestamptz not null default clock_timestamp(),
    first_attempt_at timestamptz,
    last_attempt_at  timestamptz,
    -- how the last attempt ended
    result           text,
    millis           int,
    primary key (subscription_id, event_position)
);
create index subscription_delivery_due on subscription_delivery (subscription_id, due_at) where state = 'WAITING';
create index subscription_delivery_order on subscription_delivery (subscription_id, record_key, event_position) where state = 'WAITING';
create index subscription_delivery_event on subscription_delivery (event_position);
