import type {
  ApiKeyTable,
  CredentialTable,
  GuessCountTable,
  InstanceSettingTable,
  InvitationSpaceTable,
  InvitationTable,
  KnownPlaceTable,
  PasswordResetTable,
  SessionTable,
  SpaceMemberTable,
  SpaceTable,
  UserTable,
} from './schema/accounts.ts';
import type {
  CollectionDatasetTable,
  CollectionParentTable,
  CollectionSpaceTable,
  CollectionTable,
  DatasetSpaceTable,
  DatasetTable,
  DoomedBlobTable,
  FileTable,
  MetadataTable,
  PreviewTable,
  SectionTable,
  TagTable,
  UploadKeyTable,
} from './schema/datasets.ts';
import type {
  ExtractorChangeTable,
  ExtractorInstanceTable,
  ExtractorLabelMemberTable,
  ExtractorLabelTable,
  ExtractorPersonTable,
  ExtractorSpaceTable,
  ExtractorStatisticsTable,
  ExtractorTable,
  ExtractorVersionTable,
  SpaceExtractorTable,
  UnregisteredExtractorTable,
} from './schema/extractors.ts';
import type {
  EndedJobMeasureTable,
  EndedJobTable,
  EventArchiveTable,
  FailureTable,
  FailureTotalTable,
  JobAttemptTable,
  JobEventTable,
  JobTable,
  JobTotalTable,
  JobViewTable,
  LatestStateTable,
} from './schema/jobs.ts';
import type {
  AlertRuleTable,
  AlertSampleTable,
  AlertStateTable,
  DeliveryTable,
  NotificationTable,
  WatchedJobTable,
  WatchTable,
  WebhookTable,
} from './schema/notifications.ts';
import type {
  AuditLogTable,
  OperationSubjectTable,
  OperationTable,
  QuarantineTable,
  ServerRunTable,
} from './schema/operation.ts';

/** All tables. Columns that the database fills can be left out of inserts. */
export interface Schema {
  users: UserTable;
  credentials: CredentialTable;
  sessions: SessionTable;
  api_keys: ApiKeyTable;
  invitations: InvitationTable;
  invitation_spaces: InvitationSpaceTable;
  password_resets: PasswordResetTable;
  guess_counts: GuessCountTable;
  known_places: KnownPlaceTable;
  spaces: SpaceTable;
  space_members: SpaceMemberTable;
  datasets: DatasetTable;
  dataset_spaces: DatasetSpaceTable;
  files: FileTable;
  upload_keys: UploadKeyTable;
  metadata: MetadataTable;
  previews: PreviewTable;
  tags: TagTable;
  sections: SectionTable;
  collections: CollectionTable;
  collection_parents: CollectionParentTable;
  collection_datasets: CollectionDatasetTable;
  collection_spaces: CollectionSpaceTable;
  doomed_blobs: DoomedBlobTable;
  instance_settings: InstanceSettingTable;
  extractors: ExtractorTable;
  extractor_versions: ExtractorVersionTable;
  extractor_changes: ExtractorChangeTable;
  extractor_instances: ExtractorInstanceTable;
  extractor_statistics: ExtractorStatisticsTable;
  extractor_labels: ExtractorLabelTable;
  extractor_label_members: ExtractorLabelMemberTable;
  space_extractors: SpaceExtractorTable;
  extractor_people: ExtractorPersonTable;
  extractor_spaces: ExtractorSpaceTable;
  unregistered_extractors: UnregisteredExtractorTable;
  jobs: JobTable;
  job_attempts: JobAttemptTable;
  job_events: JobEventTable;
  event_archives: EventArchiveTable;
  job_totals: JobTotalTable;
  latest_states: LatestStateTable;
  job_views: JobViewTable;
  failures: FailureTable;
  failure_totals: FailureTotalTable;
  ended_jobs: EndedJobTable;
  ended_job_measures: EndedJobMeasureTable;
  quarantine: QuarantineTable;
  audit_log: AuditLogTable;
  server_runs: ServerRunTable;
  operations: OperationTable;
  operation_subjects: OperationSubjectTable;
  watches: WatchTable;
  watched_jobs: WatchedJobTable;
  notifications: NotificationTable;
  webhooks: WebhookTable;
  deliveries: DeliveryTable;
  alert_rules: AlertRuleTable;
  alert_states: AlertStateTable;
  alert_samples: AlertSampleTable;
}
