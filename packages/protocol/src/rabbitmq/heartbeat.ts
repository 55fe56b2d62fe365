import { ExtractorInfo } from '../extractors/extractor.ts';
import { isPageName } from '../extractors/extractor-name.ts';
import { type MessageProperties, textOrNull } from './message-properties.ts';
import { HEADERS, isPrivateName, privateQueueOf } from './names.ts';
import { type Fields, readBody, type UnusableMessage, unusable } from './read-body.ts';

/** A heartbeat: an instance runs, and this is what its extractor announces. */
export interface Heartbeat {
  /** The name under which it is registered: its own name, or its queue if it is private. */
  readonly name: string;
  readonly queue: string;
  readonly version: string;
  /** The announcement, with unknown keys; `info.name` is its own name. */
  readonly info: ExtractorInfo;
  readonly instanceId: string;
  /** The e-mail address of a private extractor's owner; null for a public one. */
  readonly owner: string | null;
  readonly host: string | null;
  /** The time to its next heartbeat; only our SDK sends it. */
  readonly intervalMs: number | null;
  /** It stops, and this is its last heartbeat. */
  readonly isStopping: boolean;
}

export type ParsedHeartbeat = { readonly ok: true; readonly heartbeat: Heartbeat } | UnusableMessage;

/**
 * Reads a heartbeat of pyClowder in any of its versions, or of our SDK. Never throws: any bytes and any
 * properties give either the heartbeat or the reason why they are none.
 */
export const parseHeartbeat = (body: Uint8Array, { headers = {} }: MessageProperties): ParsedHeartbeat => {
  const fields = readBody(body);
  return fields.ok ? readHeartbeat(fields.fields, headers) : fields;
};

const readHeartbeat = (fields: Fields, headers: Readonly<Record<string, unknown>>): ParsedHeartbeat => {
  const instanceId = textOrNull(fields.id, 128);
  if (instanceId === null) return unusable('no_instance', 'id is missing or no text');
  const { queue, extractor_info } = fields;
  if (!isUsableQueue(queue))
    return unusable('malformed_queue', 'queue is missing, or no queue of an extractor');
  const info = ExtractorInfo.safeParse(
    isRecord(extractor_info) ? repairInfo(extractor_info) : extractor_info,
  );
  if (!info.success)
    return unusable('malformed_info', `extractor_info: ${describeIssues(info.error.issues)}`);
  // The queue is the name that it is registered as.
  if (isPageName(queue))
    return unusable('malformed_info', `extractor_info: ${queue} is the name of a page, and no extractor's`);
  if (queue !== queueOf(info.data))
    return unusable('foreign_queue', `${info.data.name} says that its queue is ${queue}`);
  const owned = readOwner(fields, info.data, queue);
  if ('ok' in owned) return owned;
  const heartbeat: Heartbeat = {
    ...owned,
    queue,
    version: info.data.version,
    info: info.data,
    instanceId,
    host: textOrNull(headers[HEADERS.host], 255),
    intervalMs: intervalOf(headers[HEADERS.interval]),
    isStopping: headers[HEADERS.stopping] === 'true',
  };
  return { ok: true, heartbeat };
};

const LIST_FIELDS = ['contributors', 'categories'] as const;
const PROCESS_FIELDS = ['file', 'dataset', 'metadata'] as const;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');

const repairProcess = (process: unknown): Fields => {
  if (!isRecord(process)) return {};
  const given = PROCESS_FIELDS.filter((field) => process[field] !== undefined && process[field] !== null);
  return { ...process, ...Object.fromEntries(given.map((field) => [field, textsOf(process[field])])) };
};

/**
 * Repairs announcements of published extractors, which write null for missing fields, one text in place of a list, and
 * the like. Name and version are checked as for all others.
 */
const repairInfo = (info: Fields): Fields => {
  const given = Object.fromEntries(Object.entries(info).filter(([, value]) => value !== null));
  const lists = LIST_FIELDS.filter((field) => given[field] !== undefined);
  return {
    ...given,
    ...Object.fromEntries(lists.map((field) => [field, textsOf(given[field])])),
    process: repairProcess(given.process),
    parameters: isRecord(given.parameters) ? given.parameters : {},
  };
};

/** Jobs must never be published to the broker's own queues, nor to ours. */
const isUsableQueue = (queue: unknown): queue is string =>
  typeof queue === 'string' && /^[\w.-]{1,255}$/.test(queue) && !/^(?:amq|pawprint|error)\./.test(queue);

const intervalOf = (value: unknown): number | null => {
  const interval = typeof value === 'string' ? Number(value) : value;
  return typeof interval === 'number' && interval >= 1 && interval <= 86_400_000
    ? Math.round(interval)
    : null;
};

/**
 * pyClowder names the queue after the extractor, and a private one's after its key and name. With another queue,
 * anybody could announce an extractor's name and receive its jobs with the keys in them.
 */
const queueOf = ({ name, unique_key }: ExtractorInfo): string => {
  const key = textOrNull(unique_key, 255);
  return key === null ? name : privateQueueOf(key, name);
};

const readOwner = (
  fields: Fields,
  info: ExtractorInfo,
  queue: string,
): Pick<Heartbeat, 'name' | 'owner'> | UnusableMessage => {
  if (textOrNull(info.unique_key, 255) === null)
    return isPrivateName(info.name)
      ? unusable('no_owner', `${info.name} is the name of a private extractor, and comes without its key`)
      : { name: info.name, owner: null };
  const owner = textOrNull(fields.owner, 255);
  return owner === null
    ? unusable('no_owner', `a private extractor (${queue}) that does not name its owner`)
    : { name: queue, owner };
};

const describeIssues = (
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
) => issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');

/** What an extractor publishes to the exchange `extractors` at its start and then at every interval. */
export interface HeartbeatBody {
  /** The id of the process. */
  readonly id: string;
  readonly queue: string;
  /** E-mail of a private extractor's owner, else empty. */
  readonly owner: string;
  readonly extractor_info: ExtractorInfo;
}

export interface HeartbeatInput {
  readonly instanceId: string;
  readonly queue: string;
  readonly info: ExtractorInfo;
  /** The key of a private extractor. */
  readonly owned?: { readonly key: string; readonly email: string } | undefined;
}

/** Clowder v1 refuses an extractor without `contexts`, and its catalogue fails on any that are not a list. */
export const heartbeatBody = ({ instanceId, queue, info, owned }: HeartbeatInput): HeartbeatBody => ({
  id: instanceId,
  queue,
  owner: owned?.email ?? '',
  extractor_info: { ...info, contexts: info.contexts ?? [], ...(owned && { unique_key: owned.key }) },
});
