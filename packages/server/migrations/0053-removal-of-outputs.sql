-- The removal of what jobs made is an operation, too. Kinds are no longer listed here: each new one would replace the check,
-- while servers of the release before still write.
alter table operations drop constraint operations_kind_check;
