-- A person edits what people wrote by a newer document that takes its place. The older one stays, and counts again if the
-- newer one is removed.
alter table metadata add column replaced_by uuid references metadata (id) on delete set null;
create index metadata_replaced on metadata (replaced_by) where replaced_by is not null;
