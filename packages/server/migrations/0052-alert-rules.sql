-- Of which troubles administrators want to be told, and what was last seen of each.
create table alert_rules (
  id uuid primary key,
  -- its kind, its bounds and the extractor that it is about
  condition jsonb not null,
  -- it is told once it has held for so long, and is over once it has not for as long
  hold_ms bigint not null check (hold_ms >= 0),
  -- who is told; null: the account was deleted
  user_id text references users (id) on delete set null,
  by_mail boolean not null default false,
  webhook_id uuid references webhooks (id) on delete set null,
  created_at timestamptz not null
);
create index alert_rules_by_webhook on alert_rules (webhook_id) where webhook_id is not null;

create table alert_states (
  rule_id uuid primary key references alert_rules (id) on delete cascade,
  -- people were told that it began, and it is not over
  alerting_since timestamptz,
  -- since when it is otherwise than people were told
  changing_since timestamptz,
  value double precision,
  -- for which it holds, the worst first
  extractors text[] not null,
  looked_at timestamptz not null
);

-- What the totals of the current hour were, each minute of the last day: what has ended since is the difference.
create table alert_samples (
  at timestamptz primary key,
  -- by extractor
  ended jsonb not null
);

-- Where one leads that is not about found jobs.
alter table notifications add column target jsonb;
