-- Who did what, from where. Nothing changes or deletes an entry, so it keeps names of its own: those of people and of what
-- they changed may change later, or be gone.
alter table audit_log
  drop constraint audit_log_user_id_fkey,
  add column user_name text,
  add column subject_name text,
  -- of the client
  add column address text,
  -- session, password, key, job or command; null: the server acted by itself, or it was before this migration
  add column means text check (means in ('session', 'password', 'key', 'job', 'command')),
  -- the name of the key, or the id of the job
  add column credential text;
update audit_log a set user_name = (select name from users where id = a.user_id), subject_name = details ->> 'name';
drop index audit_by_subject;
drop index audit_by_user;
create index audit_by_time on audit_log (at desc, seq desc);
create index audit_by_subject on audit_log (subject, at desc, seq desc);
create index audit_by_user on audit_log (user_id, at desc, seq desc) where user_id is not null;
create index audit_by_act on audit_log (act, at desc, seq desc);

create function refuse_change_of_audit_log() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only.' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change_of_audit_log();
