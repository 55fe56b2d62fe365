-- What people write about a file; datasets have theirs since 0002.
alter table files add column description text not null default '';
