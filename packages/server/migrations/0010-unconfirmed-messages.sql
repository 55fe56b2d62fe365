-- A message that the broker has not confirmed in time: its job is SUBMITTED (or RESUBMITTED) still, and its lane
-- RabbitMQ already, so that nobody sends it again and no instance claims it, on whatever server.
alter table jobs add column sent_at timestamptz;

drop index jobs_in_broker;
create index jobs_in_broker on jobs (extractor, submitted_by)
  where state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq';
