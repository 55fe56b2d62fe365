-- Each failure is reviewed once, in the order of events, instead of each outage: a failure long after an outage can be due
-- to it. What failed before was reviewed by its outage.
insert into instance_settings (name, value)
  select 'failures_reviewed_seq', coalesce(max(last_seq), 0)::text from jobs;
drop index server_runs_to_review;
drop index jobs_failed_by_end;
alter table server_runs drop column reviewed;
