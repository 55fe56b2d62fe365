import { type DataChange, type ExtractorCandidate, type Instant, selectExtractors } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { type Caller, extractorOf, responsibleUser } from '../../model/caller.ts';
import type { JobFacts } from '../../model/job.ts';
import { DOCUMENT_TOO_DEEP, noSuchExtractor, type Refusal, refuse } from '../../model/refusal.ts';
import { isTooDeep, storableRecord } from '../../model/storable.ts';
import type { Database } from '../../store/database.ts';
import { findSubmitTarget, readTriggerCandidates } from '../../store/extractors/find-extractors.ts';
import type { Schema } from '../../store/schema.ts';
import { submitJobs, type WantedJob } from './submit-jobs.ts';

/** A job that was submitted by hand. */
export interface SubmittedJob {
  readonly resourceId: string;
  readonly extractor: string;
  readonly jobId: string;
}

/** An order, by whom, and what of one dataset it is about. */
interface Submission {
  readonly order: SubmitRequest;
  readonly by: Caller;
  readonly datasetId: string;
  readonly resources: readonly JobFacts['resource'][];
}

const NO_EXTRACTOR_APPLIES = refuse('conflict', 'No extractor that is switched on takes this.');

const wantedJob = (
  { order, by, datasetId }: Submission,
  resource: JobFacts['resource'],
  extractor: string,
): WantedJob => ({
  extractor,
  resource,
  datasetId,
  cause: null,
  trigger: 'manual',
  submittedBy: responsibleUser(by),
  parameters: storableRecord(order.parameters ?? {}),
  resubmitOf: null,
  priority: order.priority ?? 0,
  dataChange: null,
});

/** In the transaction that keeps the resources from going away; numbers events, so it comes last in it. */
export const submitRequested = async (
  trx: Transaction<Schema>,
  placed: Submission,
  now: Instant,
): Promise<readonly SubmittedJob[] | Refusal> => {
  const extractorsOf = await chooseExtractors(trx, placed.order.extractor, placed.by);
  if (typeof extractorsOf !== 'function') return extractorsOf;
  const wanted = placed.resources.flatMap((resource) =>
    extractorsOf(resource).map((extractor) => wantedJob(placed, resource, extractor)),
  );
  if (wanted.length === 0 && placed.resources.length > 0) return NO_EXTRACTOR_APPLIES;
  const jobs = await submitJobs(trx, wanted, now);
  return jobs.map(({ facts: { id, extractor, resource } }) => ({
    resourceId: resource.id,
    extractor,
    jobId: id,
  }));
};

/** The names of the extractors that are to have a job on it. */
type ExtractorsOf = (resource: JobFacts['resource']) => readonly string[];

/** What would set extractors off if it happened to the resource now: that it is there. */
const arrivals = ({ type, mime }: JobFacts['resource'], by: Caller): DataChange[] => {
  const writtenBy = extractorOf(by);
  if (type === 'file') return [{ subject: 'file', mimeType: mime ?? '', writtenBy }];
  return [
    { subject: 'dataset', operation: 'file.added', writtenBy },
    { subject: 'dataset', operation: 'files.added', writtenBy },
  ];
};

const allTriggered =
  (candidates: readonly ExtractorCandidate[], by: Caller): ExtractorsOf =>
  (resource) => {
    const context = { submittedBy: responsibleUser(by), spaces: [] };
    const chosen = arrivals(resource, by).flatMap((event) => selectExtractors(event, candidates, context));
    return [...new Set(chosen.map(({ name }) => name))];
  };

export const switchedOff = (name: string): Refusal =>
  refuse('conflict', `The extractor ${name} is switched off. An administrator can switch it on.`);

const ITSELF = refuse('conflict', 'An extractor may not give work to itself: it would never end.');

/** Whom an order names, or everybody it suits where it names nobody. */
export const chooseExtractors = async (
  db: Database,
  given: string | undefined,
  by: Caller,
): Promise<ExtractorsOf | Refusal> => {
  if (given === undefined) return allTriggered(await readTriggerCandidates(db), by);
  const target = await findSubmitTarget(db, given, responsibleUser(by));
  if (target === undefined) return noSuchExtractor(given);
  if (!target.enabled) return switchedOff(target.name);
  return target.name === extractorOf(by) ? ITSELF : () => [target.name];
};

/** What somebody wants to be run, and how. */
export interface SubmitRequest {
  /** Undefined: every extractor that the file or dataset sets off. */
  readonly extractor?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly priority?: number | undefined;
}

/** They are stored with every job and sent in every message. */
const MOST_PARAMETER_CHARACTERS = 64 * 1024;

const TOO_LARGE = refuse('too_large', 'Parameters may have 64 KiB of JSON at most.');

export const checkParameters = (parameters: SubmitRequest['parameters']): Refusal | undefined => {
  if (parameters === undefined) return undefined;
  if (isTooDeep(parameters)) return DOCUMENT_TOO_DEEP;
  return JSON.stringify(parameters).length > MOST_PARAMETER_CHARACTERS ? TOO_LARGE : undefined;
};
