export { redactKeys } from '@pawprint/core';
export { accessRoutes, Me } from './access/routes.ts';
export { ApiError } from './client/api-error.ts';
export {
  type CallAnswer,
  type CallInput,
  type Client,
  type ClientOptions,
  createClient,
} from './client/client.ts';
export {
  followJobs,
  type LiveStatus,
  type LiveStream,
  type LiveStreamHandlers,
} from './client/live-stream.ts';
export { routeUrl } from './client/route-url.ts';
export { Collection } from './data/collection.ts';
export { Dataset } from './data/dataset.ts';
export { DatasetFile, FileInfo, LatestJob, UploadAnswer, UploadedFile } from './data/file.ts';
export { ExtractedMetadata, Metadata, MetadataAgent, NewMetadata } from './data/metadata.ts';
export { OUTPUT_KEY_HEADER } from './data/output-key.ts';
export { Preview, PreviewsOfFile } from './data/preview.ts';
export { Section } from './data/section.ts';
export { ErrorQueue, FailedMessage } from './extractors/error-queue-routes.ts';
export { Extractor, ExtractorInfo, Instance, Process } from './extractors/extractor.ts';
export { ExtractorLabel } from './extractors/label-routes.ts';
export { JobMessage, Lease, StatusReport } from './extractors/report.ts';
export { wantsFile } from './extractors/wants-file.ts';
export { ERROR_CODES, type ErrorCode } from './http/error-codes.ts';
export { ErrorResponse } from './http/error-response.ts';
export { Id, Person } from './http/fields.ts';
export type { Route } from './http/route.ts';
export type { AnswerKind, Method, RouteName } from './http/route-table.ts';
export { parseAnswer, type Routes, routes } from './http/routes.ts';
export { Attempt, JobWithAttempts } from './jobs/attempt.ts';
export { Event } from './jobs/event.ts';
export { Extractions, ExtractorGroup } from './jobs/extractions.ts';
export { Job, JobFlag, JobState, ResourceRef, Trigger } from './jobs/job.ts';
export { JOB_SORTS, JobFilterQuery } from './jobs/routes.ts';
export { QuarantinedMessage, ReplayOutcome } from './quarantine/routes.ts';
export { ControlMessage } from './rabbitmq/control-message.ts';
export { ExtractorMessage, type MessageRef } from './rabbitmq/extractor-message.ts';
export { type Heartbeat, type ParsedHeartbeat, parseHeartbeat } from './rabbitmq/heartbeat.ts';
export { type HeartbeatBody, type HeartbeatFacts, heartbeatBody } from './rabbitmq/heartbeat-body.ts';
export { type MessageProperties, uuidOrNull } from './rabbitmq/message-properties.ts';
export {
  CONTROL_EXCHANGE,
  EXTRACTOR_QUEUE_OPTIONS,
  errorQueueOf,
  HEADERS,
  HEARTBEAT_EXCHANGE,
  isPrivateName,
  privateQueueOf,
} from './rabbitmq/names.ts';
export { BODY_LIMIT_BYTES } from './rabbitmq/read-body.ts';
export type { ReportedKind } from './rabbitmq/reported-kind.ts';
export {
  STATUS_MEMBERS,
  type StatusBody,
  type StatusFacts,
  type StatusMember,
  statusBody,
} from './rabbitmq/status-body.ts';
export {
  type ParsedStatusMessage,
  parseStatusMessage,
  type StatusMessage,
} from './rabbitmq/status-message.ts';
export { UNUSABLE_REASONS, type UnusableMessage, type UnusableReason } from './rabbitmq/unusable-message.ts';
