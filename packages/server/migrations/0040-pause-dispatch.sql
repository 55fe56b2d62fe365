-- The dispatch of jobs to the extractor is paused since then: by whom (the name that they had then), and why. The audit
-- log has all pauses.
alter table extractors
  add column dispatch_paused_at timestamptz,
  add column dispatch_paused_by text,
  add column dispatch_pause_reason text;
