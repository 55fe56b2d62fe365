-- A job is rewritten with each batch of its events, and partial indexes keep what was until a vacuum: by default that
-- comes when a fifth of the table has changed, and the looks for what is to be done would go through all of it.
alter table jobs set (
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_analyze_scale_factor = 0.02
);

-- Only attempts over HTTP are leased: the others need no entry.
alter table job_attempts drop constraint job_attempts_lease_id_key;
create unique index job_attempts_by_lease on job_attempts (lease_id) where lease_id is not null;
drop index leases_by_expiry;
create index leases_by_expiry on job_attempts (lease_expires_at)
  where outcome = 'RUNNING' and lease_expires_at is not null;
