-- An import is read, rehearsed and applied by a worker on any replica. What was only previewed before this version has to be handed in anew.
drop table directory_import;
create table directory_import (
    id          uuid primary key,
    format      text not null check (format in ('ROSTER', 'WORKBOOK', 'DOCUMENT')),
    file_name   text,
    bureau_id   uuid references unit,
    state       text not null check (state in ('RECEIVED', 'PREVIEW', 'REJECTED', 'APPLYING', 'CONFIRMED', 'FAILED')),
    holders     text not null default '{}',
    findings    text,
    actor_kind  text not null check (actor_kind in ('STAFF', 'SYSTEM')),
    actor       text not null,
    client      text,
    scopes      text[] not null,
    request_id  text,
    created_at  timestamptz not null,
    finished_at timestamptz,
    version     bigint not null,
    -- how far the work is; written beside the transaction that does it
    stage       text check (stage in ('READING', 'CHECKING')),
    done        int not null default 0,
    total       int not null default 0,
    attempts    int not null default 0
);

-- What was handed in, until nobody needs it any more.
create table directory_import_upload (
    import_id uuid primary key references directory_import on delete cascade,
    content   bytea not null
);

-- What is to be done. The row is locked by the transaction that does it, so that it is free again if that dies.
create table directory_import_job (
    import_id uuid primary key references directory_import on delete cascade,
    task      text not null check (task in ('CHECK', 'APPLY'))
);

-- What becomes of each row, and why.
create table directory_import_row (
    import_id  uuid not null references directory_import on delete cascade,
    position   int not null,
    sheet      text not null,
    row_number int not null,
    outcome    text not null check (outcome in ('ADDED', 'CHANGED', 'ENDED', 'UNCHANGED', 'REJECTED')),
    label      text not null,
    changes    text,
    reasons    text,
    primary key (import_id, position)
);
create index directory_import_row_outcome on directory_import_row (import_id, outcome, position);
