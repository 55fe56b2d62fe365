export { redactKeys } from '@pawprint/core';
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
export { Collection } from './data/collection.ts';
export { Dataset, ShownDataset } from './data/dataset.ts';
export { DatasetFile, FileInfo, LatestJob, UploadAnswer, UploadedFile } from './data/file.ts';
export { FILE_SORTS, type FileState } from './data/file-search.ts';
export type { FileFilterBody } from './data/find-files.ts';
export { MetadataHit, MetadataKey, MetadataRow } from './data/find-metadata.ts';
export { ExtractedMetadata, Metadata, NewMetadata } from './data/metadata.ts';
export {
  type MetadataTerm,
  type ParsedMetadataQuery,
  parseMetadataQuery,
  writeMetadataQuery,
} from './data/metadata-query.ts';
export { Preview, PreviewsOfFile } from './data/preview.ts';
export { SearchHit, type SearchKind, SearchSection } from './data/search.ts';
export { Section } from './data/section.ts';
export { DataRight, Sharing, Space, SpaceMember, SpaceRole } from './data/space.ts';
export { ExtractorChange } from './extractors/change.ts';
export { ErrorQueue, type ErrorQueueDepth, FailedMessage } from './extractors/error-queue.ts';
export {
  DatasetExtractor,
  Extractor,
  ExtractorInfo,
  type ExtractorVersion,
  Instance,
} from './extractors/extractor.ts';
export { isPageName } from './extractors/extractor-name.ts';
export { ExtractorLabel } from './extractors/labels.ts';
export { JobMessage, Lease, StatusReport } from './extractors/report.ts';
export { ExtractorSharing, SpaceExtractor } from './extractors/sharing.ts';
export {
  ExtractorRun,
  ExtractorStatistics,
  type Quantiles,
  VersionComparison,
} from './extractors/statistics.ts';
export { UnregisteredExtractor } from './extractors/unregistered.ts';
export { wantsFile } from './extractors/wants-file.ts';
export {
  ACCOUNT_ROLES,
  Account,
  AccountDetails,
  AccountLink,
  AccountRole,
  Invitation,
  MailOutcome,
  SignInOptions,
} from './http/accounts.ts';
export { ACTS, type ActName, type AuditEntry } from './http/audit.ts';
export type { ErrorCode } from './http/error-codes.ts';
export { ErrorResponse } from './http/error-response.ts';
export { OUTPUT_KEY_HEADER, UPLOAD_KEY_HEADER } from './http/fields.ts';
export { ApiKey, KEY_SCOPES, KeyScope, NewApiKey } from './http/keys.ts';
export { User } from './http/people.ts';
export type { Route } from './http/route.ts';
export { isPublicRoute, type PublicRight, type RouteRight } from './http/route-line.ts';
export type { RouteName } from './http/route-table.ts';
export { parseAnswer, type Routes, routes } from './http/routes.ts';
export { INSTANCE_RIGHTS, type InstanceRight, Me } from './http/session.ts';
export { System } from './http/system.ts';
export { DatasetSummary, FailureDetails, FailureGroup } from './jobs/attention.ts';
export {
  DatasetGrid,
  type GridCell,
  type GridColumn,
  type GridFile,
  GridJob,
  GridPage,
} from './jobs/dataset-jobs.ts';
export { ImportAnswer, ImportedEvent, ImportSource } from './jobs/import.ts';
export {
  Attempt,
  ClockNote,
  Event,
  Extractions,
  ExtractorGroup,
  Job,
  JobOutput,
  JobWithAttempts,
  LinesDropped,
  ResourceRef,
} from './jobs/job.ts';
export { JOB_SORTS, JobFilterQuery } from './jobs/job-queries.ts';
export { JobView } from './jobs/job-views.ts';
export { ListedOperation, Operation, OperationPreview } from './jobs/operation.ts';
export { type ParsedJobQuery, parseJobQuery } from './jobs/query/parse-job-query.ts';
export type { QueryMistake } from './jobs/query/read-tokens.ts';
export { writeJobQuery } from './jobs/query/write-job-query.ts';
export { factName, JobReason, jobReasonsPage, ReasonCode } from './jobs/reason.ts';
export { AlertCondition, AlertRule } from './notifications/alert-rules.ts';
export { Notification, NotificationSubject } from './notifications/notifications.ts';
export { WATCH_OUTCOMES, Watch, type WatchOutcome, WatchSubject } from './notifications/watches.ts';
export { Delivery, Webhook } from './notifications/webhooks.ts';
export { QuarantinedMessage, ReplayOutcome } from './quarantine/quarantine.ts';
export { parseBrokerUris } from './rabbitmq/broker-uris.ts';
export { ControlMessage, ExtractorMessage, type MessageRef } from './rabbitmq/extractor-message.ts';
export {
  type Heartbeat,
  type HeartbeatBody,
  type HeartbeatInput,
  heartbeatBody,
  type ParsedHeartbeat,
  parseHeartbeat,
} from './rabbitmq/heartbeat.ts';
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
export {
  type ReadStatus,
  type ReportedKind,
  readStatus,
  type StatusMember,
} from './rabbitmq/reported-kind.ts';
export {
  type ParsedStatusMessage,
  parseStatusMessage,
  type StatusBody,
  type StatusMessage,
  statusBody,
} from './rabbitmq/status-message.ts';
