-- An operator marks what a version of an extractor made as superseded: it stays, and counts no longer in searches.
alter table extractor_versions
  add column superseded_at timestamptz,
  add column superseded_by text,
  add column superseded_reason text;
