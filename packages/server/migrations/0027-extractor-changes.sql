-- What extractors announced that decides which data they get, where their jobs go or what people are asked for: the first
-- time, and whenever it differed from what was in effect. One row for each extractor and content, with when it last came
-- into effect or began to wait.
create table extractor_changes (
  id uuid primary key,
  extractor text not null references extractors (name) on delete cascade,
  -- a hash of triggers, parameters and queue
  content text not null,
  -- applied: it took effect at once
  state text not null check (state in ('waiting', 'approved', 'declined', 'applied')),
  -- version, process, parameters and queue; null for the first announcement of an extractor
  before jsonb,
  after jsonb not null,
  -- what takes effect when it is approved: version, process and info; null where only a queue was found in the broker
  announcement jsonb,
  lane text not null,
  instance_id text,
  host text,
  -- the user of the broker, where the sender's client says so and the broker has checked it
  broker_user text,
  user_id text references users (id) on delete set null,
  announced_at timestamptz not null,
  decided_at timestamptz,
  decided_by text references users (id) on delete set null,
  unique (extractor, content)
);
create index extractor_changes_by_time on extractor_changes (announced_at desc);
create index extractor_changes_waiting on extractor_changes (extractor) where state = 'waiting';

-- The change that an instance announces, if what it announces is not what is in effect.
alter table extractor_instances
  add column change_id uuid references extractor_changes (id) on delete set null;
