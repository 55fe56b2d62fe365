-- Keys with scopes. The other columns were those of a library that made keys before.

delete from api_keys where not enabled;
update api_keys set name = 'without a name' where name is null or name = '';

alter table api_keys
  add column scopes text[] check (scopes <@ array['read', 'write', 'submit', 'operate'] and scopes <> '{}'),
  alter column name set not null,
  drop column config_id,
  drop column prefix,
  drop column enabled,
  drop column updated_at,
  drop column permissions,
  drop column metadata,
  drop column request_count,
  drop column rate_limit_enabled,
  drop column rate_limit_time_window,
  drop column rate_limit_max,
  drop column remaining,
  drop column refill_interval,
  drop column refill_amount,
  drop column last_refill_at;
alter table api_keys rename column last_request to last_used_at;
