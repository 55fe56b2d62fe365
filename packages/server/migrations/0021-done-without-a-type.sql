-- Jobs whose extractor reported a bare "Done" at their end: jclowder does that also where it failed, and puts the message
-- into its error queue.
create index jobs_done_by_end on jobs (finished_at)
  where state = 'SUCCEEDED' and latest_kind = 'SUCCEEDED' and lower(latest_message) = 'done';
