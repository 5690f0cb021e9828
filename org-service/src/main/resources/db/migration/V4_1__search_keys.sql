-- What people type to find somebody or something by name: every end of the name (so any part of it begins one), its pinyin, its
-- initials. Computed when a name is written; V4_2 does it for the names of before. As lexemes of a text search vector they are found
-- by how they begin. Codes and staff numbers are found by how they begin, too.
alter table staff_member add column search_keys text[] not null default '{}';
create index staff_member_search on staff_member using gin (array_to_tsvector(search_keys));

alter table unit_period add column search_keys text[] not null default '{}';
create index unit_period_search on unit_period using gin (array_to_tsvector(search_keys));
create index unit_code_begins on unit (lower(code) collate "C");
create index staff_member_number_begins on staff_member (lower(staff_no) collate "C");
