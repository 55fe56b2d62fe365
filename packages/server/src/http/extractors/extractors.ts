import { clockNote, isOffInSpaces } from '@pawprint/core';
import { privateQueueOf, type Extractor as WireExtractor } from '@pawprint/protocol';
import { requireDataset, requireExtractor, requireOperator } from '../../access/require-resource.ts';
import { extractorGrantOf } from '../../access/rights.ts';
import {
  deleteExtractor,
  reviewChange,
  setDispatchPaused,
  setExtractorEnabled,
} from '../../extractors/enable-extractor.ts';
import { confirmRegistration, registerExtractor } from '../../extractors/register-extractor.ts';
import { listUnregistered, registerUnregistered } from '../../extractors/unregistered-extractors.ts';
import { visibleExtractors } from '../../extractors/visible-extractors.ts';
import type { Extractor } from '../../model/extractor.ts';
import { type Instance, isPresent } from '../../model/instance.ts';
import { noSuchExtractor, refuse } from '../../model/refusal.ts';
import { readChanges } from '../../store/extractors/changes.ts';
import {
  readExtractor,
  readExtractors,
  readInstances,
  readLoads,
  readRunningByInstance,
} from '../../store/extractors/extractors.ts';
import { readSpaceChoices } from '../../store/extractors/find-extractors.ts';
import { countInstances } from '../../store/extractors/instances.ts';
import { readInstanceClocks } from '../../store/jobs/read-events.ts';
import {
  announcementFromWire,
  changeToWire,
  extractorToWire,
  instanceToWire,
  unregisteredToWire,
} from '../../wire/extractor.ts';
import { type Handler, type Handlers, ok } from '../handler.ts';
import { linkToNext } from '../link-to-next.ts';
import {
  discardErrorQueueHandler,
  listErrorQueuesHandler,
  replayErrorQueueHandler,
  showErrorQueueHandler,
} from './error-queue.ts';
import { labelHandlers } from './labels.ts';
import type { ExtractorHandlerPorts } from './ports.ts';
import { type SharedExtractorRouteName, sharedExtractorHandlers } from './sharing.ts';
import { statisticsHandlers } from './statistics.ts';
import { type VersionRouteName, versionHandlers } from './versions.ts';
import { claimJobHandler, sendHeartbeatHandler, sendReportsHandler } from './work.ts';

type ExtractorRouteName =
  | 'listExtractors'
  | 'listDatasetExtractors'
  | 'showExtractor'
  | 'registerExtractor'
  | 'listInstances'
  | 'countInstances'
  | 'showExtractorStatistics'
  | 'compareExtractorVersions'
  | 'listExtractorRuns'
  | 'sendHeartbeat'
  | 'claimJob'
  | 'sendReports'
  | 'listErrorQueues'
  | 'showErrorQueue'
  | 'replayErrorQueue'
  | 'discardErrorQueue'
  | 'setExtractorEnabled'
  | 'setDispatchPaused'
  | VersionRouteName
  | SharedExtractorRouteName
  | 'listExtractorChanges'
  | 'approveExtractorChange'
  | 'declineExtractorChange'
  | 'deleteExtractor'
  | 'listExtractorLabels'
  | 'createExtractorLabel'
  | 'updateExtractorLabel'
  | 'deleteExtractorLabel'
  | 'listUnregisteredExtractors'
  | 'registerUnregisteredExtractor';

export const extractorHandlers = (ports: ExtractorHandlerPorts): Handlers<ExtractorRouteName> => ({
  listExtractors: listExtractorsHandler(ports),
  listDatasetExtractors: listDatasetExtractorsHandler(ports),
  showExtractor: showExtractorHandler(ports),
  registerExtractor: registerExtractorHandler(ports),
  listInstances: listInstancesHandler(ports),
  countInstances: async ({ caller }) => {
    const grant = extractorGrantOf(caller, 'see');
    const { extractors, consumers, ...instances } = await countInstances(ports.db, grant, ports.now());
    return ok({ extractors, instances, consumers });
  },
  sendHeartbeat: sendHeartbeatHandler(ports),
  claimJob: claimJobHandler(ports),
  sendReports: sendReportsHandler(ports),
  listErrorQueues: listErrorQueuesHandler(ports),
  showErrorQueue: showErrorQueueHandler(ports),
  replayErrorQueue: replayErrorQueueHandler(ports),
  discardErrorQueue: discardErrorQueueHandler(ports),
  ...statisticsHandlers(ports),
  ...switchHandlers(ports),
  ...versionHandlers(ports),
  ...changeHandlers(ports),
  ...sharedExtractorHandlers(ports),
  ...unregisteredHandlers(ports),
  ...labelHandlers(ports),
});

const listExtractorsHandler =
  ({ db, now }: ExtractorHandlerPorts): Handler<'listExtractors'> =>
  async ({ caller, query, raw, reply }) => {
    const { categories, name, cursor: after, limit } = query;
    const { extractors, next } = await visibleExtractors(db, caller, { categories, name, after, limit });
    if (next !== null) linkToNext({ raw, reply }, 'cursor', next);
    return ok(await extractorsWithState({ db, now }, extractors));
  };

const extractorsWithState = async (
  { db, now }: Pick<ExtractorHandlerPorts, 'db' | 'now'>,
  extractors: readonly Extractor[],
): Promise<WireExtractor[]> => {
  const names = extractors.map(({ name }) => name);
  const [first, second] = names;
  if (first === undefined) return [];
  const loadsOf = second === undefined ? first : undefined;
  const [all, loads] = await Promise.all([readInstances(db, names), readLoads(db, loadsOf)]);
  const at = now();
  return extractors.map((extractor) => {
    const instances = all.filter((instance) => instance.extractor === extractor.name);
    return extractorToWire(extractor, { instances, load: loads.get(extractor.name) }, at);
  });
};

const listDatasetExtractorsHandler =
  (ports: ExtractorHandlerPorts): Handler<'listDatasetExtractors'> =>
  async ({ caller, params: { id } }) => {
    const dataset = await requireDataset(ports, caller, 'submit', id);
    if ('refused' in dataset) return dataset;
    const [spaces, extractors] = await Promise.all([
      readSpaceChoices(ports.db, dataset.id),
      readExtractors(ports.db, { grant: extractorGrantOf(caller, 'submit') }),
    ]);
    const listed = await extractorsWithState(ports, extractors);
    return ok(listed.map((each) => ({ ...each, off_in_spaces: isOffInSpaces(each.name, spaces) })));
  };

const showExtractorHandler =
  (ports: ExtractorHandlerPorts): Handler<'showExtractor'> =>
  async ({ params: { name }, caller }) => {
    const extractor = await requireExtractor(ports, caller, 'see', name);
    return 'refused' in extractor ? extractor : ok(await extractorWithState(ports, extractor));
  };

/** An extractor with its instances and the number of its jobs. */
const extractorWithState = async (
  { db, now }: Pick<ExtractorHandlerPorts, 'db' | 'now'>,
  extractor: Extractor,
): Promise<WireExtractor> => {
  const [instances, loads] = await Promise.all([
    readInstances(db, [extractor.name]),
    readLoads(db, extractor.name),
  ]);
  return extractorToWire(extractor, { instances, load: loads.get(extractor.name) }, now());
};

const listInstancesHandler =
  ({ db, now, hasRight }: ExtractorHandlerPorts): Handler<'listInstances'> =>
  async ({ params: { name }, caller }) => {
    const extractor = await requireExtractor({ db, hasRight }, caller, 'see', name);
    if ('refused' in extractor) return extractor;
    const [instances, running, samples] = await Promise.all([
      readInstances(db, [name]),
      readRunningByInstance(db, name),
      readInstanceClocks(db, name),
    ]);
    const at = now();
    const present = instances.filter((instance) => isPresent(instance, at));
    return ok(
      instances.map((instance) => {
        const own = samples.filter(({ instanceId }) => isOf(instance, instanceId, present));
        const state = { running: running.get(instance.id) ?? 0, clock: clockNote(own) };
        return instanceToWire(instance, state, at);
      }),
    );
  };

/** Reports that name no instance, as pyClowder's, are from the only one there is; of several, nobody knows which. */
const isOf = ({ id }: Instance, reporter: string | null, present: readonly Instance[]): boolean =>
  reporter === null ? present.length === 1 && present[0]?.id === id : reporter === id;

const registerExtractorHandler =
  (ports: ExtractorHandlerPorts): Handler<'registerExtractor'> =>
  async ({ body, caller }) => {
    if (caller.kind === 'job') {
      const confirmed = await confirmRegistration(ports, announcementFromWire(body), caller);
      if ('refused' in confirmed) return confirmed;
      return ok({ status: 'OK', message: `Extractor info unchanged. ID = ${confirmed.id}` });
    }
    if (!(await ports.hasRight(caller, 'claim', { type: 'extractor', name: body.name }))) {
      return refuse('forbidden', 'You have no right to register an extractor of this name.');
    }
    const isOperator = await ports.hasRight(caller, 'operate', { type: 'instance' });
    const registered = await registerExtractor(ports, announcementFromWire(body), caller, isOperator);
    if ('refused' in registered) return registered;
    const done = registered.isHeld ? 'waits for an operator to approve the change' : 'updated';
    return ok({ status: 'OK', message: `Extractor info ${done}. ID = ${registered.id}` });
  };

const unregisteredHandlers = (
  ports: ExtractorHandlerPorts,
): Handlers<'listUnregisteredExtractors' | 'registerUnregisteredExtractor'> => ({
  listUnregisteredExtractors: async ({ caller }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    return ok({ items: (await listUnregistered(ports.db)).map(unregisteredToWire) });
  },

  registerUnregisteredExtractor: async ({ caller, params: { name } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const refusal = await registerUnregistered(ports, by, name);
    if (refusal !== undefined) return refusal;
    const extractor = await readExtractor(ports.db, name);
    return extractor === undefined ? noSuchExtractor(name) : ok(await extractorWithState(ports, extractor));
  },
});

const switchHandlers = (
  ports: ExtractorHandlerPorts,
): Handlers<'setExtractorEnabled' | 'setDispatchPaused' | 'deleteExtractor'> => ({
  setExtractorEnabled: async ({ caller, params: { name }, body }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const refusal = await setExtractorEnabled(ports, by, name, body.enabled);
    if (refusal !== undefined) return refusal;
    ports.onExtractorChanged(name);
    const extractor = await readExtractor(ports.db, name);
    return extractor === undefined ? noSuchExtractor(name) : ok(await extractorWithState(ports, extractor));
  },

  setDispatchPaused: async ({ caller, params: { name }, body: { paused, reason } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const refusal = await setDispatchPaused(ports, by, name, { paused, reason: reason?.trim() || null });
    if (refusal !== undefined) return refusal;
    ports.onExtractorChanged(name);
    const extractor = await readExtractor(ports.db, name);
    return extractor === undefined ? noSuchExtractor(name) : ok(await extractorWithState(ports, extractor));
  },

  deleteExtractor: async ({ caller, params, query }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const { extractor_key: key } = query;
    // A private extractor is registered under the name of its queue.
    const name = key === undefined ? params.name : privateQueueOf(key, params.name);
    return (await deleteExtractor(ports, by, name)) ?? ok({ status: 'success' });
  },
});

const changeHandlers = (
  ports: ExtractorHandlerPorts,
): Handlers<'listExtractorChanges' | 'approveExtractorChange' | 'declineExtractorChange'> => ({
  listExtractorChanges: async ({ caller, query }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    return ok({ items: (await readChanges(ports.db, query)).map(changeToWire) });
  },

  approveExtractorChange: async ({ caller, params: { id } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const reviewed = await reviewChange(ports, by, id, 'approved');
    if ('refused' in reviewed) return reviewed;
    ports.onExtractorChanged(reviewed.extractor);
    return ok({ status: 'success' });
  },

  declineExtractorChange: async ({ caller, params: { id } }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const reviewed = await reviewChange(ports, by, id, 'declined');
    return 'refused' in reviewed ? reviewed : ok({ status: 'success' });
  },
});
