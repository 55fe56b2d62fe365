-- Nothing lies in quarantine twice: what comes again adds to the row that is there.
alter table quarantine
  -- sha256 of what makes it this message and no other: see store/quarantine/fingerprint.ts
  add column fingerprint bytea,
  -- how often it came; what the broker merely delivered again is not counted
  add column times integer not null default 1 check (times >= 1),
  add column last_received_at timestamptz;
-- What is here already is not compared with anything that will come.
update quarantine set fingerprint = uuid_send(id), last_received_at = received_at;
alter table quarantine
  alter column fingerprint set not null,
  alter column last_received_at set not null,
  add check (last_received_at >= received_at);
-- Once taken in, a message is done with: the next of its kind is a new matter.
create unique index quarantine_once on quarantine (fingerprint) where replayed_at is null;
create index quarantine_replayed on quarantine (fingerprint) where replayed_at is not null;
-- For what is old enough to go. (`extractor_instances` has no such index: every heartbeat would have to change it.)
create index quarantine_by_age on quarantine (last_received_at);

-- The order of writing: ids of one millisecond come in any.
alter table audit_log add column seq bigint generated always as identity;
drop index audit_by_subject;
create index audit_by_subject on audit_log (subject, seq desc);
