import {
  type DataChange,
  type ExtractorCandidate,
  type Instant,
  isOffInSpaces,
  type SpaceChoices,
  selectExtractors,
} from '@pawprint/core';
import { extractorGrantOf } from '../../access/rights.ts';
import { type Caller, extractorOf, responsibleUser } from '../../model/caller.ts';
import type { JobFacts, SubmittedJob, WantedJob } from '../../model/job.ts';
import { DOCUMENT_TOO_DEEP, noSuchExtractor, type Refusal, refuse } from '../../model/refusal.ts';
import { isTooDeep, storableRecord } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../../store/database.ts';
import {
  findSubmitTarget,
  readSpaceChoices,
  readTriggerCandidates,
  type SubmitTarget,
} from '../../store/extractors/find-extractors.ts';
import { readChain } from '../../store/jobs/read-jobs.ts';
import { submitJobs } from './submit-jobs.ts';

/** The jobs that a person or a job asks for. */
export interface SubmitRequest {
  /** Undefined: every extractor whose subscription the resource matches. */
  readonly extractor?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly priority?: number | undefined;
}

/** A request, by whom, and the resources of one dataset it is for. */
export interface Submission {
  readonly request: SubmitRequest;
  readonly by: Caller;
  readonly datasetId: string;
  readonly resources: readonly JobFacts['resource'][];
  readonly maxChain: number;
}

const NO_EXTRACTOR_APPLIES = refuse('conflict', 'No enabled extractor matches this.');

/**
 * Submits the jobs that a request asks for. The caller's transaction has locked the resources against removal; this
 * numbers events, so it comes last in it.
 */
export const submitRequested = async (
  trx: DatabaseTransaction,
  submission: Submission,
  now: Instant,
): Promise<readonly SubmittedJob[] | Refusal> => {
  const { request, by, datasetId, resources } = submission;
  const extractorsFor = await chooseExtractors(trx, request.extractor, { by, datasetId });
  if (typeof extractorsFor !== 'function') return extractorsFor;
  const chain = await readChain(trx, by);
  const wanted = resources.flatMap((resource) =>
    extractorsFor(resource).map((extractor) => ({
      ...wantedJob(submission, resource, extractor),
      chain,
    })),
  );
  if (wanted.length === 0 && resources.length > 0) return NO_EXTRACTOR_APPLIES;
  const jobs = await submitJobs(trx, wanted, now, { maxChain: submission.maxChain });
  return jobs.map(({ facts: { id, extractor, resource } }) => ({
    resourceId: resource.id,
    extractor,
    jobId: id,
  }));
};

const wantedJob = (
  { request, by, datasetId }: Submission,
  resource: JobFacts['resource'],
  extractor: string,
): Omit<WantedJob, 'chain'> => ({
  extractor,
  resource,
  datasetId,
  cause: null,
  trigger: 'manual',
  submittedBy: responsibleUser(by),
  parameters: storableRecord(request.parameters ?? {}),
  resubmitOf: null,
  priority: request.priority ?? 0,
  dataChange: null,
});

/** Names of the extractors that get a job on a resource. */
type ExtractorsFor = (resource: JobFacts['resource']) => readonly string[];

/** Why no job can be submitted to an extractor that is not enabled. */
export const notEnabled = ({ name, waitsForApproval }: SubmitTarget): Refusal =>
  refuse(
    'conflict',
    waitsForApproval
      ? `The extractor ${name} is new and waits for approval. An operator can approve it.`
      : `The extractor ${name} is switched off. An operator can switch it on.`,
  );

export const switchedOffInSpace = (name: string): Refusal =>
  refuse(
    'conflict',
    `${name} is switched off for this data by a space that it is in. An admin of the space can switch it on.`,
  );

const OWN_EXTRACTOR = refuse('conflict', 'An extractor cannot submit jobs to itself: they would never end.');

/** The extractor that a request names, or all that match where it names none. */
export const chooseExtractors = async (
  db: Database,
  name: string | undefined,
  { by, datasetId }: Pick<Submission, 'by' | 'datasetId'>,
): Promise<ExtractorsFor | Refusal> => {
  const spaces = await readSpaceChoices(db, datasetId);
  if (name === undefined) return allMatching(await readTriggerCandidates(db), by, spaces);
  const target = await findSubmitTarget(db, name, extractorGrantOf(by, 'submit'));
  if (target === undefined) return noSuchExtractor(name);
  if (!target.enabled) return notEnabled(target);
  if (isOffInSpaces(target.name, spaces)) return switchedOffInSpace(target.name);
  return target.name === extractorOf(by) ? OWN_EXTRACTOR : () => [target.name];
};

const allMatching =
  (candidates: readonly ExtractorCandidate[], by: Caller, spaces: readonly SpaceChoices[]): ExtractorsFor =>
  (resource) => {
    const context = { submittedBy: responsibleUser(by), spaces };
    const selected = additionsOf(resource, by).flatMap((change) =>
      selectExtractors(change, candidates, context),
    );
    return [...new Set(selected.map(({ name }) => name))];
  };

/** The changes that would trigger extractors if the resource were added now. */
const additionsOf = ({ type, mime }: JobFacts['resource'], by: Caller): DataChange[] => {
  const writtenBy = extractorOf(by);
  if (type === 'file') return [{ subject: 'file', mimeType: mime ?? '', writtenBy }];
  return [
    { subject: 'dataset', operation: 'file.added', writtenBy },
    { subject: 'dataset', operation: 'files.added', writtenBy },
  ];
};

/** Parameters are stored with every job and sent in every message. */
const MOST_PARAMETER_CHARACTERS = 64 * 1024;

const PARAMETERS_TOO_LARGE = refuse('too_large', 'Parameters may have 64 KiB of JSON at most.');

export const checkParameters = (parameters: SubmitRequest['parameters']): Refusal | undefined => {
  if (parameters === undefined) return undefined;
  if (isTooDeep(parameters)) return DOCUMENT_TOO_DEEP;
  return JSON.stringify(parameters).length > MOST_PARAMETER_CHARACTERS ? PARAMETERS_TOO_LARGE : undefined;
};
