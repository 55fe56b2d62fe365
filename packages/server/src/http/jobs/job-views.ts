import { parseJobQuery, type JobView as WireJobView } from '@pawprint/protocol';
import { v7 as uuidv7 } from 'uuid';
import { requireJobView } from '../../access/require-resource.ts';
import type { Rights } from '../../access/rights.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { UserCaller } from '../../model/caller.ts';
import type { JobView } from '../../model/job-view.ts';
import { FORBIDDEN, type Refusal, refuse } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { listJobViews, lockViewNames, removeJobView, writeJobView } from '../../store/jobs/job-views.ts';
import { time } from '../../wire/time.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

type ViewPorts = Pick<JobPorts, 'db' | 'now'> & Rights;

export type JobViewRouteName =
  | 'listJobViews'
  | 'createJobView'
  | 'showJobView'
  | 'changeJobView'
  | 'deleteJobView';

export const jobViewHandlers = (ports: ViewPorts): Handlers<JobViewRouteName> => ({
  listJobViews: async ({ caller, query: { q, limit } }) => {
    const part = q === undefined ? undefined : storableText(q);
    const { views, total } = await listJobViews(ports.db, { userId: caller.id, part, limit });
    return ok({ items: views.map(viewToWire), total });
  },
  createJobView: async ({ caller, body }) => {
    if (!(await ports.hasRight(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
    const created = await createView(ports, caller, body);
    return 'refused' in created ? created : ok(viewToWire(created));
  },
  showJobView: async ({ caller, params }) => {
    const view = await requireJobView(ports, caller, 'see', params.id);
    return 'refused' in view ? view : ok(viewToWire(view));
  },
  changeJobView: async ({ caller, params, body }) => {
    const view = await requireJobView(ports, caller, 'change', params.id);
    if ('refused' in view) return view;
    const changed = await changeView(ports, caller, view, body);
    return 'refused' in changed ? changed : ok(viewToWire(changed));
  },
  deleteJobView: async ({ caller: by, params }) => {
    const view = await requireJobView(ports, by, 'delete', params.id);
    if ('refused' in view) return view;
    const { id, name, shared } = view;
    await ports.db.transaction().execute(async (trx) => {
      await removeJobView(trx, id);
      if (shared) await recordAct(trx, { by, act: 'view.delete', subject: id, name, at: ports.now() });
    });
    return ok({ status: 'success' });
  },
});

const MOST_OF_PERSON = 100;

const TOO_MANY = refuse('conflict', `You have ${MOST_OF_PERSON} views. Delete one to save another.`);

const createView = (
  { db, now }: ViewPorts,
  by: UserCaller,
  body: HandlerRequest<'createJobView'>['body'],
): Promise<JobView | Refusal> => {
  const at = now();
  const owner = { id: by.id, name: by.name };
  const view = { ...body, id: uuidv7({ msecs: at }), owner, createdAt: at, changedAt: at };
  return db.transaction().execute(async (trx) => {
    const names = await lockViewNames(trx, by.id);
    return names.size >= MOST_OF_PERSON ? TOO_MANY : storeView(trx, by, { before: undefined, view, names });
  });
};

const changeView = (
  { db, now }: ViewPorts,
  by: UserCaller,
  before: JobView,
  body: HandlerRequest<'changeJobView'>['body'],
): Promise<JobView | Refusal> =>
  db.transaction().execute(async (trx) => {
    const names = await lockViewNames(trx, by.id);
    const view: JobView = {
      ...before,
      name: body.name ?? before.name,
      query: body.query ?? before.query,
      sort: body.sort ?? before.sort,
      columns: body.columns === undefined ? before.columns : body.columns,
      shared: body.shared ?? before.shared,
      changedAt: now(),
    };
    return storeView(trx, by, { before, view, names });
  });

interface ViewChange {
  /** Undefined for a new one. */
  readonly before: JobView | undefined;
  readonly view: JobView;
  /** Of all views of the person, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}

/** What others see of it is recorded. */
const storeView = async (
  trx: DatabaseTransaction,
  by: UserCaller,
  { before, view: given, names }: ViewChange,
): Promise<JobView | Refusal> => {
  const view = { ...given, name: storableText(given.name), query: storableText(given.query) };
  const refusal = refusalOfName(view, names) ?? refusalOfQuery(view.query);
  if (refusal) return refusal;
  await writeJobView(trx, view);
  const { id, name, query, changedAt: at } = view;
  const act = actOf(before, view);
  if (act) await recordAct(trx, { by, act, subject: id, name, details: { query }, at });
  return view;
};

const refusalOfName = ({ id, name }: JobView, names: ViewChange['names']): Refusal | undefined => {
  const isTaken = [...names].some(
    ([other, taken]) => other !== id && taken.toLowerCase() === name.toLowerCase(),
  );
  return isTaken ? refuse('conflict', `You have a view named “${name}” already.`) : undefined;
};

const refusalOfQuery = (query: string): Refusal | undefined => {
  const parsed = parseJobQuery(query);
  if (parsed.ok) return undefined;
  const { message, start, end } = parsed.mistake;
  return refuse('bad_request', message, { start, end });
};

const actOf = (before: JobView | undefined, view: JobView) => {
  if (view.shared) return before?.shared ? 'view.change' : 'view.share';
  return before?.shared ? 'view.unshare' : undefined;
};

const viewToWire = (view: JobView): WireJobView => ({
  id: view.id,
  name: view.name,
  query: view.query,
  sort: view.sort,
  columns: view.columns && [...view.columns],
  shared: view.shared,
  owner: view.owner,
  created_at: time(view.createdAt),
  changed_at: time(view.changedAt),
});
