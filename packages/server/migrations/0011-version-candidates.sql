-- The versions of an extractor that an attempt may be of, where none is known: several were live when it started.
alter table jobs add column version_candidates text[] not null default '{}';
alter table job_attempts add column version_candidates text[] not null default '{}';
