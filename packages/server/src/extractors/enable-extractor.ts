import type { Instant } from '@pawprint/core';
import type { UserCaller } from '../model/caller.ts';
import { differencesBetween } from '../model/extractor-change.ts';
import { noSuchExtractor, type Refusal, refuse } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import {
  type Decision,
  decideChange,
  decideFirstChange,
  findChange,
  type RecordedChange,
} from '../store/extractors/changes.ts';
import { hasJobs, removeExtractor, writeExtractor } from '../store/extractors/extractors.ts';
import { lockExtractor, setQueue } from '../store/extractors/known-extractor.ts';
import { lockSwitches, writeEnabled, writePause } from '../store/extractors/switches.ts';
import { markHeartbeatOnly } from '../store/extractors/unregistered-extractors.ts';
import type { ExtractorPorts } from './ports.ts';

type Ports = Pick<ExtractorPorts, 'db' | 'now'>;

/**
 * A disabled extractor gets no jobs: no data change submits one, and those that wait keep waiting. Running attempts
 * continue. To enable or to disable a new extractor that waits for an operator is to approve or to decline it.
 */
export const setExtractorEnabled = (
  { db, now }: Ports,
  by: UserCaller,
  name: string,
  enabled: boolean,
): Promise<Refusal | undefined> =>
  db.transaction().execute((trx) => setEnabled(trx, { by, name, enabled, at: now() }));

interface Switch {
  readonly by: UserCaller;
  readonly name: string;
  readonly enabled: boolean;
  readonly at: Instant;
}

const setEnabled = async (
  trx: DatabaseTransaction,
  { by, name, enabled, at }: Switch,
): Promise<Refusal | undefined> => {
  const before = await lockSwitches(trx, name);
  if (before === undefined) return noSuchExtractor(name);
  await markHeartbeatOnly(trx, name, false);
  const decision = { state: enabled ? 'approved' : 'declined', by: by.id, at } as const;
  const wasWaiting = await decideFirstChange(trx, name, decision);
  if (before.enabled === enabled && !wasWaiting) return undefined;
  await writeEnabled(trx, name, enabled);
  const verb = wasWaiting ? (enabled ? 'approve' : 'decline') : enabled ? 'enable' : 'disable';
  await recordAct(trx, { by, act: `extractor.${verb}`, subject: name, at });
  return undefined;
};

/**
 * While it is paused, an extractor gets no jobs over HTTP, and none is published to its queue: they are accepted, and
 * wait in the database. What the broker has already stays there, and running attempts continue.
 */
export const setDispatchPaused = (
  { db, now }: Ports,
  by: UserCaller,
  name: string,
  { paused, reason }: { readonly paused: boolean; readonly reason: string | null },
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    const before = await lockSwitches(trx, name);
    if (before === undefined) return noSuchExtractor(name);
    if (before.isPaused === paused) return undefined;
    const at = now();
    await writePause(trx, name, paused ? { by: by.name, at, reason } : null);
    const act = paused ? 'extractor.pause' : 'extractor.resume';
    await recordAct(trx, { by, act, subject: name, details: reason === null ? {} : { reason }, at });
    return undefined;
  });

/**
 * Approves or declines what an extractor announced. Approved, a new extractor gets jobs, and a change takes effect. What
 * was declined has no effect, and can be approved later.
 */
export const reviewChange = (
  { db, now }: Ports,
  by: UserCaller,
  id: string,
  state: 'approved' | 'declined',
): Promise<{ readonly extractor: string } | Refusal> =>
  db.transaction().execute(async (trx) => {
    const named = await findChange(trx, id);
    if (named === undefined) return NO_SUCH_CHANGE;
    // Whoever announces or decides locks the extractor first, so what is read now holds until the end.
    await lockExtractor(trx, named.extractor);
    const change = await findChange(trx, id);
    if (change === undefined) return NO_SUCH_CHANGE;
    if (change.state !== 'waiting' && !(change.state === 'declined' && state === 'approved')) return DECIDED;
    const { extractor, before } = change;
    const at = now();
    if (before === null) await setEnabled(trx, { by, at, name: extractor, enabled: state === 'approved' });
    else await decideAndApply(trx, change, by, { state, by: by.id, at });
    return { extractor };
  });

const NO_SUCH_CHANGE = refuse(
  'not_found',
  'There is no such change any more: the extractor has announced something else.',
);

const DECIDED = refuse('conflict', 'Somebody has decided on this change already.');

const decideAndApply = async (
  trx: DatabaseTransaction,
  { id, extractor, before, after, announcement }: RecordedChange,
  by: UserCaller,
  decision: Decision,
): Promise<void> => {
  const { state, at } = decision;
  if (state === 'approved') {
    if (announcement) await writeExtractor(trx, { ...announcement, name: extractor, owner: null }, false, at);
    if (after.queue !== null) await setQueue(trx, extractor, after.queue);
  }
  await decideChange(trx, id, decision);
  const act = state === 'approved' ? 'extractor.approve_change' : 'extractor.decline_change';
  const details = { change: id, differences: differencesBetween(before, after) };
  await recordAct(trx, { by, act, subject: extractor, details, at });
};

/** Only an extractor that never had a job can be deleted. One that still runs is registered again by its next heartbeat. */
export const deleteExtractor = (
  { db, now }: Ports,
  by: UserCaller,
  name: string,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    // The lock makes a job that is submitted meanwhile wait, and fail for want of its extractor.
    if ((await lockSwitches(trx, name)) === undefined) return noSuchExtractor(name);
    if (await hasJobs(trx, name)) return hasHistory(name);
    await removeExtractor(trx, name);
    await recordAct(trx, { by, act: 'extractor.delete', subject: name, at: now() });
    return undefined;
  });

const hasHistory = (name: string): Refusal =>
  refuse('conflict', `${name} has jobs, which are kept with their extractor: disable it instead.`);
