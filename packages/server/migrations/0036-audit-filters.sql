-- Entries of one kind of act (the part before its dot), and of a subject by the name that it had.
create index audit_by_kind on audit_log (split_part(act, '.', 1), at desc, seq desc);
create index audit_by_subject_name on audit_log (subject_name, at desc, seq desc) where subject_name is not null;
