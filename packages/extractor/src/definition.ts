import { ExtractorInfo } from '@pawprint/protocol';
import type { Handle } from './job/handle-job.ts';

/** Which events make the server submit a job to the extractor. Nothing matches unless it is listed. */
export interface ProcessRules {
  /** MIME patterns of uploaded files: `image/*`, `text/csv`; every file: `*`. */
  readonly file?: readonly string[];
  /** What happens to datasets: `file.added`, `file.removed`, `*.added`, `*`. */
  readonly dataset?: readonly string[];
  /** What happens to metadata: `added.file`, `added.dataset`, `removed.*`. */
  readonly metadata?: readonly string[];
}

/** What an extractor is: what it registers with, and what it does with a job. */
export interface ExtractorDefinition {
  /** Its name on the server, e.g. `acme.line-count`: letters, digits, dots, dashes, underscores; 128 at most. */
  readonly name: string;
  /** Its version, e.g. `1.0.0`; 64 characters at most. Shown at every job, so change it when results may change. */
  readonly version: string;
  /** One or two sentences for people who decide whether to turn it on. Default: empty. */
  readonly description?: string;
  readonly process: ProcessRules;
  /** JSON Schema of the parameters a person may choose when submitting by hand. Default: none. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /**
   * How many jobs one process runs at once. Default: 1. Handlers share one thread: more helps those that wait for
   * disks, networks or child processes, not those that compute.
   */
  readonly concurrency?: number;
  readonly handle: Handle;
}

/** What is sent at registration. Throws a TypeError that names the extractor and what is wrong with its definition. */
export const registrationOf = (definition: ExtractorDefinition): ExtractorInfo => {
  const { name, version, description, process, parameters } = definition;
  const parsed = ExtractorInfo.safeParse({ name, version, description, process, parameters });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new TypeError(`The extractor “${name}” can't be registered: ${issues.join('; ')}.`);
};

/** Throws a RangeError for a concurrency that is no whole number of at least 1. */
export const concurrencyOf = ({ name, concurrency = 1 }: ExtractorDefinition): number => {
  if (Number.isInteger(concurrency) && concurrency >= 1) return concurrency;
  throw new RangeError(`The extractor “${name}” has a concurrency of ${concurrency}; expected is 1 or more.`);
};
