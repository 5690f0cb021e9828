-- What operators made of the texts that come with the service: every version of every template, who left it, when and why.
-- Version 0, what is shipped, isn't kept here. A version without title goes back to what is shipped, so that a later
-- release's better text is used again.
create table template_version (
    kind       text        not null,
    language   text        not null check (language in ('zh', 'en')),
    channel    text        not null check (channel in ('INBOX', 'EMAIL', 'CHAT', 'CHAT_ROBOT', 'SMS', 'WEBHOOK')),
    version    int         not null check (version > 0),
    title      text check (title <> ''),
    body       text check (body <> ''),
    html       text check (html <> ''),
    changed_by text        not null,
    reason     text        not null check (reason <> ''),
    changed_at timestamptz not null,
    primary key (kind, language, channel, version),
    check ((title is null) = (body is null)),
    check ((html is not null) = (title is not null and channel = 'EMAIL'))
);
