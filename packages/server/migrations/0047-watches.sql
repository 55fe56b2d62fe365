-- What people want to be told of jobs. A watch of jobs is over once all of them are; one of a dataset or an extractor is
-- kept until it is removed.
create table watches (
  id uuid primary key,
  user_id text not null references users (id) on delete cascade,
  subject_type text not null check (subject_type in ('job', 'jobs', 'dataset', 'extractor')),
  -- the id of the job or dataset, or the extractor's name; of several jobs the watch's own id
  subject text not null,
  -- what it was called when the watch was made
  name text not null,
  outcomes text[] not null check (outcomes <> '{}' and outcomes <@ array['done', 'failed', 'stuck']),
  -- how many jobs ended in which way since the last notification
  pending jsonb not null default '{}',
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index watches_of_person on watches (user_id, subject_type, subject);
create index watches_by_subject on watches (subject_type, subject) where ended_at is null;

-- Jobs that a watch is about, and what was found of them: so each thing is told once. Rows of a dataset or an extractor are
-- added when something is found.
create table watched_jobs (
  watch_id uuid not null references watches (id) on delete cascade,
  job_id uuid not null,
  -- the state in which it ended, or STALLED; null until then
  outcome text,
  recorded_at timestamptz,
  primary key (watch_id, job_id)
);
create index watched_jobs_by_job on watched_jobs (job_id);
-- Whether any of them has not ended.
create index watched_jobs_open on watched_jobs (watch_id) where outcome is null or outcome = 'STALLED';
create index watched_jobs_by_age on watched_jobs (recorded_at) where recorded_at is not null;

-- What a person was told. What is found later under the same watch is added to the notification until it is read.
create table notifications (
  id uuid primary key,
  user_id text not null references users (id) on delete cascade,
  watch_id uuid references watches (id) on delete set null,
  subject_type text not null,
  subject text not null,
  name text not null,
  -- how many jobs ended in which way, or stall
  counts jsonb not null,
  -- none of the watched jobs is left that has not ended
  is_over boolean not null,
  -- some of the jobs, for a link: those that failed or stall, if there are any
  job_ids uuid[] not null,
  -- the error or reason of one of them
  reason text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  read_at timestamptz
);
create index notifications_of_person on notifications (user_id, changed_at desc, id desc);
create index notifications_unread on notifications (user_id) where read_at is null;
create index notifications_of_watch on notifications (watch_id) where watch_id is not null;
