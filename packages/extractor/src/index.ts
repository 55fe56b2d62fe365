export { ChildProcessError, type CommandOptions } from './context/child-process.ts';
export type { JobContext, JobLog } from './context/job-context.ts';
export type { JobInput } from './context/job-input.ts';
export type {
  FileDetails,
  JsonLdContext,
  MetadataContent,
  NewFileDetails,
  OutputSource,
  PreviewDetails,
} from './context/outputs.ts';
export type { ExtractorDefinition, ProcessRules } from './definition.ts';
export { createExtractor, type Extractor } from './extractor.ts';
export type { InstanceLog } from './instance-log.ts';
export type { Handle } from './job/handle-job.ts';
export type { Job } from './job/job.ts';
export { fail, type Outcome, retryLater, skip, succeed } from './job/job.ts';
export { CancelledError, LeaseLostError, StoppingError } from './job/stop-reason.ts';
export type { HandledFile, HandledMetadata, HandledPreview } from './run-handler.ts';
export { type HandlerInput, type HandlerResult, runHandler } from './run-handler.ts';
export type { RabbitOptions, RunOptions } from './settings.ts';
