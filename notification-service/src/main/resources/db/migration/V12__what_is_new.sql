-- What was written since the screens were last served, whoever it is for.
create index inbox_message_position on inbox_message (position);
