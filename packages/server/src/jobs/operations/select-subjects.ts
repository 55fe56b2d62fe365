import {
  checkCancel,
  checkMissing,
  checkRemoveOutputs,
  checkResubmit,
  type ExtractorCandidate,
  type Ineligibility,
  type JobFilter,
  type VersionChoice,
  wantsChange,
} from '@pawprint/core';
import { extractorsUsableBy, type GrantOf, type HasRight } from '../../access/rights.ts';
import type { UserCaller } from '../../model/caller.ts';
import type { JobsRequest, SampleSubject, Selection } from '../../model/operation.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { Database, DatabaseTransaction } from '../../store/database.ts';
import { countOutputsOfJobs } from '../../store/datasets/outputs.ts';
import {
  type CandidateOptions,
  type FileCandidate,
  type JobCandidate,
  readFileCandidates,
  readJobCandidates,
  readJobCandidatesById,
} from '../../store/jobs/operation-candidates.ts';
import type { JobPorts } from '../ports.ts';

export interface SelectPorts extends Pick<JobPorts, 'db' | 'now'> {
  readonly hasRight: HasRight;
  readonly grantOf: GrantOf;
}

/** Jobs that a filter selects, or that are named. */
export type JobChoice = { readonly filter: JobFilter } | { readonly ids: readonly string[] };

/** Finds the jobs that an operation would act on as they are now, and counts those it would leave out. */
export const selectJobs = async (
  ports: SelectPorts,
  by: UserCaller,
  request: JobsRequest,
  choice: JobChoice,
): Promise<Selection | Refusal> => {
  const collector = createCollector();
  const check = createRightCheck(ports.hasRight, by);
  const options = pageOptions(request, by);
  const readPage =
    'ids' in choice ? namedJobs(ports.db, options, choice.ids) : filteredJobs(ports, by, options, choice);
  for await (const page of readPage)
    for (const job of page) {
      collector.add(job.id, await checkJob(check, request, job), () => ({
        jobId: job.id,
        extractor: job.extractor,
        resource: job.resource,
      }));
      if (collector.isFull()) return TOO_MANY;
    }
  if ('ids' in choice) collector.count('not_found', new Set(choice.ids).size - collector.total());
  const selection = collector.selection();
  if (request.kind !== 'remove_outputs') return selection;
  return { ...selection, outputs: await countOutputsOfJobs(ports.db, selection.eligible) };
};

/** Every job has the rule of the single act: it is checked when jobs are selected, and again when its turn comes. */
export const checkJob = async (
  hasRightTo: RightCheck,
  request: JobsRequest,
  job: JobCandidate,
): Promise<Ineligibility | undefined> => {
  if (!(await hasRightTo('see', job.datasetId))) return 'not_found';
  if (!(await hasRightTo(NEEDED_RIGHTS[request.kind], job.datasetId))) return 'forbidden';
  if (request.kind === 'cancel') return checkCancel(job);
  return request.kind === 'resubmit' ? checkResubmit(job, request.latestOnly) : checkRemoveOutputs(job);
};

const NEEDED_RIGHTS = { cancel: 'cancel', resubmit: 'submit', remove_outputs: 'change' } as const;

const pageOptions = ({ kind }: JobsRequest, by: UserCaller) => ({
  usable: extractorsUsableBy(by.id),
  withOutputs: kind === 'remove_outputs',
});

type Failures = ReadonlyMap<string, Ineligibility>;

export const toFailed = (failures: Failures): { readonly id: string; readonly reason: Ineligibility }[] =>
  [...failures].map(([id, reason]) => ({ id, reason }));

interface SubjectsOfSlice extends Pick<SelectPorts, 'hasRight'> {
  readonly trx: DatabaseTransaction;
  readonly by: UserCaller;
  readonly subjects: readonly string[];
}

/** The jobs must be locked: what is found here then holds until the transaction ends. */
export const failuresOfJobs = async (
  { trx, by, subjects, hasRight }: SubjectsOfSlice,
  request: JobsRequest,
): Promise<Failures> => {
  const candidates = await readJobCandidatesById(trx, subjects, pageOptions(request, by));
  const check = createRightCheck(hasRight, by);
  const failures = new Map<string, Ineligibility>(subjects.map((id) => [id, 'not_found']));
  for (const candidate of candidates) {
    const reason = await checkJob(check, request, candidate);
    if (reason === undefined) failures.delete(candidate.id);
    else failures.set(candidate.id, reason);
  }
  return failures;
};

const PAGE_SIZE = 2_000;

async function* filteredJobs(
  { db, grantOf, now }: SelectPorts,
  by: UserCaller,
  options: CandidateOptions,
  { filter }: { readonly filter: JobFilter },
): AsyncGenerator<readonly JobCandidate[]> {
  let after: string | undefined;
  do {
    const selected = { grant: grantOf(by, 'see'), filter };
    const page = await readJobCandidates(db, selected, { ...options, after, size: PAGE_SIZE }, now());
    yield page;
    after = page.length < PAGE_SIZE ? undefined : page.at(-1)?.id;
  } while (after !== undefined);
}

async function* namedJobs(
  db: Database,
  options: CandidateOptions,
  ids: readonly string[],
): AsyncGenerator<readonly JobCandidate[]> {
  for (let from = 0; from < ids.length; from += PAGE_SIZE)
    yield await readJobCandidatesById(db, ids.slice(from, from + PAGE_SIZE), options);
}

/** The extractor, and the files that it may have missed. */
export interface MissingChoice extends VersionChoice {
  readonly extractor: ExtractorCandidate;
  readonly datasetId?: string | undefined;
  readonly fileIds?: readonly string[] | undefined;
}

/** Finds the files that an extractor has not done, and counts the others. */
export const selectMissingFiles = async (
  ports: SelectPorts,
  by: UserCaller,
  choice: MissingChoice,
): Promise<Selection | Refusal> => {
  const collector = createCollector();
  const check = createRightCheck(ports.hasRight, by);
  const grant = ports.grantOf(by, 'see');
  let after: string | undefined;
  do {
    const { extractor, datasetId, fileIds } = choice;
    const page = await readFileCandidates(ports.db, extractor.name, {
      grant,
      datasetId,
      fileIds,
      after,
      size: PAGE_SIZE,
    });
    for (const file of page) {
      collector.add(file.id, await checkFile(check, choice, file), () => ({
        jobId: null,
        extractor: extractor.name,
        resource: { type: 'file', id: file.id, name: file.name },
      }));
      if (collector.isFull()) return TOO_MANY;
    }
    after = page.length < PAGE_SIZE ? undefined : page.at(-1)?.id;
  } while (after !== undefined);
  return collector.selection();
};

/** Whether a person has a right to a dataset. A job without one belongs to those who see everything. */
export type RightCheck = (
  right: 'see' | 'submit' | 'cancel' | 'change',
  datasetId: string | null,
) => Promise<boolean>;

/** Each right is read once for all files and jobs of a dataset. */
export const createRightCheck = (hasRight: HasRight, by: UserCaller): RightCheck => {
  const known = new Map<string, Promise<boolean>>();
  return (right, id) => {
    const key = `${right} ${id}`;
    const answer =
      known.get(key) ?? hasRight(by, right, id === null ? { type: 'instance' } : { type: 'dataset', id });
    known.set(key, answer);
    return answer;
  };
};

export const checkFile = async (
  hasRightTo: RightCheck,
  { extractor, ...versions }: MissingChoice,
  file: FileCandidate,
): Promise<Ineligibility | undefined> => {
  if (!(await hasRightTo('submit', file.datasetId))) return 'forbidden';
  const addition = { subject: 'file', mimeType: file.mime, writtenBy: null } as const;
  if (!file.isExtractorOn) return 'extractor_unavailable';
  const isWanted = wantsChange(extractor.subscription, addition);
  return checkMissing({ ...file, isWanted, isOwnOutput: file.madeBy === extractor.name }, versions);
};

/** The ids are in memory until they are stored. */
const MOST_SUBJECTS = 500_000;

export const TOO_MANY = refuse('too_large', 'More than 500,000 jobs or files are selected. Select fewer.');

const SAMPLE_SIZE = 5;

export const createCollector = () => {
  const eligible: string[] = [];
  const notEligible = new Map<Ineligibility, number>();
  const sample: SampleSubject[] = [];
  const count = (reason: Ineligibility, times = 1): void => {
    if (times > 0) notEligible.set(reason, (notEligible.get(reason) ?? 0) + times);
  };
  return {
    count,
    add(id: string, ineligibility: Ineligibility | undefined, toSample: () => SampleSubject): void {
      if (ineligibility !== undefined) return count(ineligibility);
      eligible.push(id);
      if (sample.length < SAMPLE_SIZE) sample.push(toSample());
    },
    isFull: (): boolean => eligible.length > MOST_SUBJECTS,
    total: (): number => eligible.length + [...notEligible.values()].reduce((sum, times) => sum + times, 0),
    selection: (): Selection => ({ eligible, notEligible, sample }),
  };
};
