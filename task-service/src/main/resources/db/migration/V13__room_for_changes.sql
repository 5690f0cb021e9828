-- A change of a task that finds no room on its page moves the row to another one and has all indexes written anew, that of the search
-- with every pair of characters of title and body: many times what the change itself costs. So a page has room for a second version of
-- each of its rows, as all tasks of a plan may change at the same moment; later versions take the place of earlier ones.
alter table task set (fillfactor = 50);
