-- Files and datasets by a part of their name, and by a tag, whatever dataset they are in.
create index files_by_name on files using gin (in_lower_case(name) gin_trgm_ops);
create index datasets_by_name on datasets using gin (in_lower_case(name) gin_trgm_ops);
create index tags_by_tag on tags (in_lower_case(tag));
