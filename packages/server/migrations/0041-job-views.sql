-- Named queries on jobs. A private view (`private_to`) goes with its owner's account; a shared one stays, without an owner.
create table job_views (
  id uuid primary key,
  name text not null,
  query text not null,
  sort text not null,
  columns text[],
  created_by text references users (id) on delete set null,
  private_to text references users (id) on delete cascade,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index job_views_of_person on job_views (created_by, lower(name));
create index job_views_shared on job_views (lower(name), id) where private_to is null;
create index job_views_private on job_views (private_to) where private_to is not null;
