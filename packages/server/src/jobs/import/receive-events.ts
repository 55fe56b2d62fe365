import { type Instant, redactKeys } from '@pawprint/core';
import type { ImportedEvent } from '@pawprint/protocol';
import { validate } from 'uuid';
import type {
  EventsToImport,
  ReceivedEvents,
  RefusedEvent,
  WaitingEvent,
} from '../../model/imported-event.ts';
import { isTooDeep, storableRecord, storableText } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { readFileIdsByDigest, readResources } from '../../store/datasets/resources.ts';
import { type Reporter, readReporters } from '../../store/extractors/find-extractors.ts';
import { readImportedJobs, storeImportedEvents } from '../../store/jobs/imported-events.ts';
import { readUserIds } from '../../store/users.ts';
import type { JobPorts } from '../ports.ts';

/** Stores events of jobs that ran elsewhere, as far as their extractor and their resource are known here. */
export const receiveEvents = (
  { db, now }: Pick<JobPorts, 'db' | 'now'>,
  { source, events, by }: EventsToImport,
): Promise<ReceivedEvents> =>
  db.transaction().execute(async (trx) => {
    const context = { ...(await readContext(trx, source, events)), now: now() };
    const resolved = events.map((event) => resolveEvent(event, context));
    const known = resolved.flatMap((each) => ('reason' in each ? [] : [each]));
    const refused = resolved.flatMap((each) => ('reason' in each ? [each] : []));
    const stored = await storeImportedEvents(trx, source, known);
    const details = { stored: stored.size, refused: refused.length };
    if (stored.size > 0)
      await recordAct(trx, { by, act: 'import.events', subject: source, details, at: now() });
    return {
      stored: stored.size,
      repeated: known.length - stored.size,
      refused,
      withoutUser: events
        .filter(({ id, user }) => stored.has(id) && user !== null && userOf(user, context) === null)
        .map(({ id }) => id),
    };
  });

/** What is known here of that which the events name. */
interface Context {
  readonly reporters: readonly Reporter[];
  /** Ids of files and datasets. */
  readonly resourceIds: { has(id: string): boolean };
  readonly fileIdsByDigest: ReadonlyMap<string, readonly string[]>;
  /** By id and by e-mail in lower case. */
  readonly userIds: ReadonlyMap<string, string>;
  /** Of earlier requests, and of the events resolved so far. */
  readonly jobs: Map<string, Pick<WaitingEvent, 'extractor' | 'resourceId'>>;
  readonly now: Instant;
}

const readContext = async (
  trx: DatabaseTransaction,
  source: string,
  events: readonly ImportedEvent[],
): Promise<Omit<Context, 'now'>> => {
  const resources = events.flatMap(({ resource }) => resource ?? []);
  const ids = resources.flatMap((each) => ('id' in each && validate(each.id) ? [each.id.toLowerCase()] : []));
  const digests = resources.flatMap((each) => ('sha256' in each ? [each.sha256] : []));
  const names = events.flatMap(({ extractor }) => (extractor === null ? [] : [storableText(extractor)]));
  const users = events.flatMap(({ user }) => (user === null ? [] : [userKey(user)]));
  const jobIds = events.flatMap(({ job_id }) => (job_id === null ? [] : [storableText(job_id)]));
  return {
    reporters: await readReporters(trx, [...new Set(names)]),
    resourceIds: await readResources(trx, [...new Set(ids)]),
    fileIdsByDigest: await readFileIdsByDigest(trx, [...new Set(digests)]),
    userIds: await readUserIds(trx, [...new Set(users)]),
    jobs: await readImportedJobs(trx, source, [...new Set(jobIds)]),
  };
};

const resolveEvent = (event: ImportedEvent, context: Context): WaitingEvent | RefusedEvent => {
  if (isTooDeep(event.parameters))
    return { id: event.id, reason: 'bad_parameters', detail: 'its parameters are nested too deeply' };
  const place = findPlace(event, context);
  if ('reason' in place) return { id: event.id, ...place };
  const sourceJob = event.job_id === null ? null : storableText(event.job_id);
  if (sourceJob !== null && !context.jobs.has(sourceJob)) context.jobs.set(sourceJob, place);
  return {
    ...place,
    sourceId: storableText(event.id),
    sourceJob,
    causeId: null,
    kind: event.kind,
    message: storableText(redactKeys(event.message)),
    at: Math.min(Date.parse(event.at), context.now),
    reportedAt: event.reported_at === null ? null : Date.parse(event.reported_at),
    reported: event.reported === null ? null : storableText(event.reported),
    submittedBy: event.user === null ? null : userOf(event.user, context),
    parameters: event.parameters === undefined ? null : storableRecord(event.parameters),
  };
};

type Reason = Omit<RefusedEvent, 'id'>;

/** The extractor and the resource that an event names itself, or by its job. */
const findPlace = (
  { extractor, resource, job_id: jobId }: ImportedEvent,
  context: Context,
): Pick<WaitingEvent, 'extractor' | 'resourceId'> | Reason => {
  const job = jobId === null ? undefined : context.jobs.get(storableText(jobId));
  if ((extractor === null || resource === null) && job === undefined)
    return {
      reason: 'unknown_job',
      detail: `no earlier event of the job ${jobId} has an extractor and a resource`,
    };
  const name = extractor === null ? job?.extractor : extractorOf(extractor, context);
  if (name === undefined)
    return { reason: 'unknown_extractor', detail: `no extractor, or no single one, is called ${extractor}` };
  const resourceId = resource === null ? job?.resourceId : resourceOf(resource, context);
  if (resourceId === undefined) return noResource(resource, context);
  return { extractor: name, resourceId };
};

const extractorOf = (given: string, { reporters }: Context): string | undefined => {
  const name = storableText(given);
  const ofName = reporters.filter((each) => each.ownName === name);
  return reporters.some((each) => each.name === name)
    ? name
    : ofName.length === 1
      ? ofName[0]?.name
      : undefined;
};

type GivenResource = NonNullable<ImportedEvent['resource']>;

const resourceOf = (given: GivenResource, { resourceIds, fileIdsByDigest }: Context): string | undefined => {
  if ('id' in given) return resourceIds.has(given.id.toLowerCase()) ? given.id.toLowerCase() : undefined;
  const ids = fileIdsByDigest.get(given.sha256) ?? [];
  return ids.length === 1 ? ids[0] : undefined;
};

const noResource = (given: ImportedEvent['resource'], { fileIdsByDigest }: Context): Reason => {
  if (given !== null && 'sha256' in given && fileIdsByDigest.has(given.sha256))
    return { reason: 'ambiguous_resource', detail: `several files have the SHA-256 ${given.sha256}` };
  return { reason: 'unknown_resource', detail: `no file or dataset is ${JSON.stringify(given)}` };
};

type GivenUser = NonNullable<ImportedEvent['user']>;

const userKey = (user: GivenUser): string => storableText('id' in user ? user.id : user.email.toLowerCase());

const userOf = (user: GivenUser, { userIds }: Context): string | null => userIds.get(userKey(user)) ?? null;
