-- Where else people are told: by mail, and by calls of addresses of their own. The secret of a webhook is computed from its
-- id and a secret of the instance.
create table webhooks (
  id uuid primary key,
  user_id text not null references users (id) on delete cascade,
  name text not null,
  url text not null,
  created_at timestamptz not null
);
create index webhooks_of_person on webhooks (user_id);

alter table watches
  add column by_mail boolean not null default false,
  add column webhook_id uuid references webhooks (id) on delete set null;
create index watches_by_webhook on watches (webhook_id) where webhook_id is not null;

-- What is sent, and what was answered. It is tried again until it was taken, or given up.
create table deliveries (
  id uuid primary key,
  notification_id uuid not null references notifications (id) on delete cascade,
  -- null: by mail
  webhook_id uuid references webhooks (id) on delete cascade,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- when the next attempt is due
  next_at timestamptz,
  -- the body, as it was sent first; null before
  body text,
  -- the status of the last answer; null where none came, and for mails
  answer_status integer,
  -- the beginning of the last answer, or why none came
  answer text,
  created_at timestamptz not null,
  tried_at timestamptz,
  check ((state = 'waiting') = (next_at is not null))
);
create index deliveries_due on deliveries (next_at) where state = 'waiting';
create index deliveries_of_notification on deliveries (notification_id);
create index deliveries_of_webhook on deliveries (webhook_id, id desc) where webhook_id is not null;
