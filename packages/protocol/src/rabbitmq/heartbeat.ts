import { ExtractorInfo } from '../extractors/extractor.ts';
import { type MessageProperties, textOrNull } from './message-properties.ts';
import { HEADERS, isPrivateName, privateQueueOf } from './names.ts';
import { type Fields, readBody } from './read-body.ts';
import { type UnusableMessage, unusable } from './unusable-message.ts';

/** That a process of an extractor lives, and what the extractor says of itself. */
export interface Heartbeat {
  /** What jobs name it by: its own name, or the queue where it is one person's. */
  readonly name: string;
  readonly queue: string;
  readonly version: string;
  /** What it says of itself, unknown keys kept; `info.name` is what it calls itself. */
  readonly info: ExtractorInfo;
  readonly instanceId: string;
  /** The e-mail address of the person it belongs to; null for everybody's. */
  readonly owner: string | null;
  readonly host: string | null;
  /** How often it beats, where it says so (our SDK). */
  readonly intervalMs: number | null;
  /** It leaves, and will be heard no more. */
  readonly isStopping: boolean;
}

export type ParsedHeartbeat = { readonly ok: true; readonly heartbeat: Heartbeat } | UnusableMessage;

const LIST_FIELDS = ['contributors', 'categories'] as const;
const PROCESS_FIELDS = ['file', 'dataset', 'metadata'] as const;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');

const triggersOf = (process: unknown): Fields => {
  if (!isRecord(process)) return {};
  const given = PROCESS_FIELDS.filter((field) => process[field] !== undefined && process[field] !== null);
  return { ...process, ...Object.fromEntries(given.map((field) => [field, textsOf(process[field])])) };
};

/**
 * Published extractors write null for what they do not say, one name where a list belongs, and the like: no reason to
 * turn a fleet away. What matters (name, version) is checked as for everybody else.
 */
const repaired = (info: Fields): Fields => {
  const said = Object.fromEntries(Object.entries(info).filter(([, value]) => value !== null));
  const lists = LIST_FIELDS.filter((field) => said[field] !== undefined);
  return {
    ...said,
    ...Object.fromEntries(lists.map((field) => [field, textsOf(said[field])])),
    process: triggersOf(said.process),
    parameters: isRecord(said.parameters) ? said.parameters : {},
  };
};

/** A message must never be put where it was not meant to go: the broker's own queues, and ours. */
const isUsableQueue = (queue: unknown): queue is string =>
  typeof queue === 'string' && /^[\w.-]{1,255}$/.test(queue) && !/^(?:amq|pawprint|error)\./.test(queue);

const intervalOf = (value: unknown): number | null => {
  const interval = typeof value === 'string' ? Number(value) : value;
  return typeof interval === 'number' && interval >= 1 && interval <= 86_400_000
    ? Math.round(interval)
    : null;
};

/**
 * pyClowder names the queue after the extractor, and a private one's after its key and name. Another queue would have
 * an extractor's jobs, and the keys in them, sent to whoever says its name.
 */
const queueOf = ({ name, unique_key }: ExtractorInfo): string => {
  const key = textOrNull(unique_key, 255);
  return key === null ? name : privateQueueOf(key, name);
};

const ownership = (
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
    ? unusable('no_owner', `a private extractor (${queue}) that does not say whose it is`)
    : { name: queue, owner };
};

const wordsOf = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) =>
  issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');

const read = (fields: Fields, headers: Readonly<Record<string, unknown>>): ParsedHeartbeat => {
  const instanceId = textOrNull(fields.id, 128);
  if (instanceId === null) return unusable('no_instance', 'id is missing or no text');
  const { queue, extractor_info: said } = fields;
  if (!isUsableQueue(queue))
    return unusable('malformed_queue', 'queue is missing, or no queue of an extractor');
  const info = ExtractorInfo.safeParse(isRecord(said) ? repaired(said) : said);
  if (!info.success) return unusable('malformed_info', `extractor_info: ${wordsOf(info.error.issues)}`);
  if (queue !== queueOf(info.data))
    return unusable('foreign_queue', `${info.data.name} says that its queue is ${queue}`);
  const owned = ownership(fields, info.data, queue);
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

/**
 * Reads a heartbeat of pyClowder in any of its versions, or of our SDK. Total: any bytes and any properties are
 * answered, with the heartbeat or with the reason why there is none in them.
 */
export const parseHeartbeat = (body: Uint8Array, { headers = {} }: MessageProperties): ParsedHeartbeat => {
  const fields = readBody(body);
  return fields.ok ? read(fields.fields, headers) : fields;
};
