-- An operation can be watched, too. The types are no longer listed here: each new one would replace the check, while servers
-- of the release before still write.
alter table watches drop constraint watches_subject_type_check;
