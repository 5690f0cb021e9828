-- One message to one person by one channel, once per round: round 1 tells it, later ones repeat it to who hasn't acknowledged
-- it. That it isn't sent twice is the unique key together with the states: only who has claimed a row may bring it to SENDING,
-- and what is found in SENDING after its sender is gone is not sent again where the other side wouldn't notice.
--
-- A digest is a delivery without a message: one mail that lists those whose digest_id names it.
create table delivery (
    id              uuid primary key default uuidv7(),
    staff_id        uuid        not null,
    channel         text        not null check (channel in ('EMAIL', 'CHAT', 'CHAT_ROBOT', 'SMS', 'WEBHOOK')),
    message_id      uuid references inbox_message on delete cascade,
    round           int         not null default 1 check (round > 0),
    digest_id       uuid references delivery,
    -- for which moment a digest collects
    digest_for      timestamptz,
    state           text        not null check (state in ('PENDING', 'COLLECTED', 'CLAIMED', 'SENDING', 'SENT', 'FAILED', 'REFUSED',
                                                          'UNCERTAIN', 'GIVEN_UP', 'SKIPPED')),
    -- why it is in this state, where that isn't obvious
    reason          text,
    -- when it is to be tried next, and since when it could have been
    due_at          timestamptz,
    due_since       timestamptz,
    -- who works on it, and until when that is to be believed
    claim           uuid,
    leased_until    timestamptz,
    attempts        int         not null default 0,
    -- attempts that came to nothing since it was planned or an operator asked for another
    failures        int         not null default 0,
    -- when the first attempt began of which nobody knows whether it arrived
    uncertain_since timestamptz,
    planned_at      timestamptz not null default clock_timestamp(),
    settled_at      timestamptz,
    unique (message_id, channel, round),
    unique (staff_id, channel, digest_for),
    check ((message_id is null) = (digest_for is not null)),
    check (digest_id is null or message_id is not null),
    check (state <> 'COLLECTED' or digest_id is not null),
    check ((state in ('PENDING', 'FAILED')) = (due_at is not null)),
    check ((state in ('CLAIMED', 'SENDING')) = (leased_until is not null)),
    check (state not in ('CLAIMED', 'SENDING') or claim is not null),
    check ((state in ('SENT', 'REFUSED', 'UNCERTAIN', 'GIVEN_UP', 'SKIPPED')) = (settled_at is not null)),
    check (state <> 'SKIPPED' or reason is not null)
);
create index delivery_due on delivery (channel, due_at) where state in ('PENDING', 'FAILED');
create index delivery_leased on delivery (leased_until) where state in ('CLAIMED', 'SENDING');
create index delivery_failed on delivery (id) where state = 'FAILED';
create index delivery_refused on delivery (id) where state = 'REFUSED';
create index delivery_uncertain on delivery (id) where state = 'UNCERTAIN';
create index delivery_given_up on delivery (id) where state = 'GIVEN_UP';
create index delivery_planned on delivery using brin (planned_at);
create index delivery_staff on delivery (staff_id, id);
create index delivery_digest on delivery (digest_id) where digest_id is not null;
create index delivery_settled on delivery (settled_at) where settled_at is not null;

create table delivery_attempt (
    delivery_id uuid        not null references delivery on delete cascade,
    number      int         not null,
    started_at  timestamptz not null,
    ended_at    timestamptz,
    -- null while it runs
    outcome     text check (outcome in ('ACCEPTED', 'FAILED', 'REFUSED', 'UNCERTAIN')),
    reason      text,
    -- what the other side calls the message
    receipt     text,
    primary key (delivery_id, number),
    check ((ended_at is null) = (outcome is null))
);

-- What operators decided.
create table delivery_decision (
    id          bigint generated always as identity primary key,
    delivery_id uuid        not null references delivery on delete cascade,
    decision    text        not null check (decision in ('RETRY', 'GIVE_UP')),
    from_state  text        not null,
    decided_by  text        not null,
    decided_at  timestamptz not null default clock_timestamp()
);
create index delivery_decision_delivery on delivery_decision (delivery_id);

-- For what is kept long enough.
create index inbox_message_read_at on inbox_message (read_at) where state <> 'UNREAD';
create index processed_event_processed_at on processed_event using brin (processed_at);
