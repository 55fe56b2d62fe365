import type { ClockNote, Instant } from '@pawprint/core';
import {
  ExtractorInfo,
  type ExtractorLabel,
  type ExtractorChange as WireChange,
  type Extractor as WireExtractor,
  type Instance as WireInstance,
  type SpaceExtractor as WireSpaceExtractor,
  type UnregisteredExtractor as WireUnregistered,
} from '@pawprint/protocol';
import type {
  Announcement,
  Extractor,
  ExtractorQueue,
  ExtractorVersion,
  Label,
  Load,
  SetBy,
  SetWithReason,
  SpaceExtractor,
  UnregisteredExtractor,
} from '../model/extractor.ts';
import { differencesBetween, type ExtractorChange } from '../model/extractor-change.ts';
import { type Instance, instanceStatus, type PlacedInstance } from '../model/instance.ts';
import { storableText } from '../model/storable.ts';
import { clockToWire } from './job.ts';
import { time, timeOrNull } from './time.ts';

export interface ExtractorStatus {
  readonly instances: readonly Instance[];
  readonly load: Load | undefined;
}

export const extractorToWire = (
  extractor: Extractor,
  { instances, load }: ExtractorStatus,
  now: Instant,
): WireExtractor => ({
  id: extractor.id,
  name: extractor.name,
  version: extractor.version,
  updated: time(extractor.updatedAt),
  ...infoToWire(extractor),
  process: processToWire(extractor.process),
  enabled: extractor.enabled,
  switched: extractor.switched && setByToWire(extractor.switched),
  dispatch_paused: extractor.paused && setWithReasonToWire(extractor.paused),
  is_private: extractor.owner !== null,
  waits_for_approval: extractor.waitsForApproval,
  instances: countByStatus(instances, now),
  queue: extractor.queue && queueToWire(extractor.queue, instances),
  waiting: load?.waiting ?? 0,
  running: load?.running ?? 0,
  oldest_waiting_s: secondsSince(load?.oldestWaitingAt ?? null, now),
  oldest_running_s: secondsSince(load?.oldestRunningAt ?? null, now),
  last_seen_at: lastSeen(extractor, instances),
});

const setByToWire = ({ by, at }: SetBy) => ({ by, at: time(at) });

const setWithReasonToWire = (set: SetWithReason) => ({ ...setByToWire(set), reason: set.reason });

const queueToWire = (
  { name, ready, consumers, checkedAt }: ExtractorQueue,
  instances: readonly Instance[],
): WireExtractor['queue'] => {
  const sendsHeartbeats = instances.some(({ lane }) => lane === 'rabbitmq');
  return {
    name,
    ready,
    consumers,
    sends_heartbeats: sendsHeartbeats,
    checked_at: checkedAt === null ? null : time(checkedAt),
    text: queueText({ ready, consumers, isChecked: checkedAt !== null, sendsHeartbeats }),
  };
};

interface QueueFacts extends Pick<ExtractorQueue, 'ready' | 'consumers'> {
  readonly isChecked: boolean;
  readonly sendsHeartbeats: boolean;
}

const queueText = ({ ready, consumers, isChecked, sendsHeartbeats }: QueueFacts): string => {
  const count = consumers === 1 ? '1 consumer' : `${consumers === 0 ? 'no' : consumers} consumers`;
  const consumed = ready === null ? 'no such queue in the broker' : count;
  return [isChecked ? consumed : 'not checked yet', ...(sendsHeartbeats ? [] : ['sends no heartbeats'])].join(
    ', ',
  );
};

const secondsSince = (at: Instant | null, now: Instant): number | null =>
  at === null ? null : Math.max(0, Math.floor((now - at) / 1_000));

export const unregisteredToWire = (unregistered: UnregisteredExtractor): WireUnregistered => ({
  name: unregistered.name,
  source: unregistered.source,
  text: UNREGISTERED_TEXTS[unregistered.source],
  version: typeof unregistered.info?.version === 'string' ? unregistered.info.version : null,
  first_seen_at: time(unregistered.firstSeenAt),
  last_seen_at: time(unregistered.lastSeenAt),
  times: unregistered.times,
});

const UNREGISTERED_TEXTS: Readonly<Record<UnregisteredExtractor['source'], string>> = {
  heartbeat: 'sends heartbeats, and the limit of names known by heartbeats only is reached: register it',
  report: 'sends reports without a registered extractor: register it',
  binding: 'queue without a registered extractor: register it',
};

export const instanceToWire = (
  instance: Instance,
  { running, clock }: { readonly running: number; readonly clock: ClockNote | null },
  now: Instant,
): WireInstance => ({
  id: instance.id,
  version: instance.version,
  lane: instance.lane,
  host: instance.host,
  status: instanceStatus(instance, now),
  first_seen_at: time(instance.firstSeenAt),
  last_seen_at: time(instance.lastSeenAt),
  interval_ms: instance.intervalMs,
  running,
  clock: clockToWire(clock),
  announces: instance.announces,
});

export const changeToWire = (change: ExtractorChange): WireChange => {
  const { lane, instanceId, host, brokerUser, user } = change.origin;
  return {
    id: change.id,
    extractor: change.extractor,
    owner: change.owner,
    kind: change.before === null ? 'new' : 'change',
    state: change.state,
    differences: differencesBetween(change.before, change.after).map(({ field, before, after }) => ({
      field,
      before: [...before],
      after: [...after],
    })),
    from: { lane, instance_id: instanceId, host, broker_user: brokerUser, user },
    announced_at: time(change.announcedAt),
    decided_at: timeOrNull(change.decidedAt),
    decided_by: change.decidedBy,
  };
};

export const spaceExtractorToWire = ({
  isPrivate,
  process,
  ...extractor
}: SpaceExtractor): WireSpaceExtractor => ({
  ...extractor,
  process: processToWire(process),
  is_private: isPrivate,
});

const processToWire = ({ file, dataset, metadata }: Extractor['process']) => ({
  file: [...file],
  dataset: [...dataset],
  metadata: [...metadata],
});

/** How many instances of each extractor run on each host, in Clowder v1's fields. */
export const placedInstancesToWire = (instances: readonly PlacedInstance[]) => {
  const counts = new Map<string, { ip: string; extractor_name: string; count: number }>();
  for (const { host, extractor } of instances) {
    const key = JSON.stringify([host, extractor]);
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { ip: host, extractor_name: extractor, count });
  }
  return [...counts.values()];
};

export const versionToWire = ({ version, firstSeenAt, lastSeenAt, superseded }: ExtractorVersion) => ({
  version,
  first_seen_at: time(firstSeenAt),
  last_seen_at: time(lastSeenAt),
  superseded: superseded && setWithReasonToWire(superseded),
});

export const labelToWire = ({ id, name, category, extractors }: Label): ExtractorLabel => ({
  id,
  name,
  category,
  extractors: [...extractors],
});

/** @param registered name and owner of a private extractor, which is not registered under the name that it gives itself */
export const announcementFromWire = (
  { process, ...info }: ExtractorInfo,
  registered: { readonly name: string; readonly owner: string | null } = { name: info.name, owner: null },
): Announcement => ({
  ...registered,
  version: storableText(info.version),
  process: {
    file: process.file ?? [],
    dataset: process.dataset ?? [],
    metadata: process.metadata ?? [],
  },
  info,
});

const listOr = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const labelsOf = (info: Extractor['info']): string[] =>
  listOr(info.defaultLabels ?? info.default_labels ?? info.labels).filter(
    (label): label is string => typeof label === 'string',
  );

const countByStatus = (instances: readonly Instance[], now: Instant): WireExtractor['instances'] => {
  const counts = { live: 0, late: 0, stopped: 0, gone: 0 };
  for (const instance of instances) counts[instanceStatus(instance, now)] += 1;
  return counts;
};

/** Not every extractor sends heartbeats: that its queue is consumed is a sign of life, too. */
const lastSeen = ({ queue }: Extractor, instances: readonly Instance[]): string | null => {
  const times = instances.map(({ lastSeenAt }) => lastSeenAt);
  if (typeof queue?.consumedAt === 'number') times.push(queue.consumedAt);
  return times.length === 0 ? null : time(Math.max(...times));
};

/** What the extractor announced, in Clowder v1's fields; optional ones that it left out get their defaults. */
const infoToWire = ({ name, version, info }: Extractor) => {
  const { description, author, contributors, contexts, repository, categories, maturity, parameters } =
    ExtractorInfo.parse({ ...info, name, version });
  return {
    description,
    author,
    contributors,
    contexts: contexts ?? {},
    repository,
    categories,
    maturity,
    parameters,
    external_services: listOr(info.external_services),
    libraries: listOr(info.libraries),
    bibtex: listOr(info.bibtex),
    defaultLabels: labelsOf(info),
    permissions: listOr(info.permissions),
  };
};
