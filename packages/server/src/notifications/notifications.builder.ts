import { findJobScope } from '../access/job-scope.ts';
import { createRights } from '../access/rights.ts';
import { ANA, ANA_CALLING, type JobsBench, type TestFile, wanted } from '../jobs/jobs.builder.ts';
import { submitJobs } from '../jobs/submit/submit-jobs.ts';
import type { Job } from '../model/job.ts';
import { applyEvents, type ReceivedEvent, serverEvent } from '../model/job-change.ts';
import type { Notification } from '../model/notification.ts';
import type { Watch, WatchOutcome } from '../model/watch.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { lockJobs } from '../store/jobs/lock-jobs.ts';
import { listNotifications } from '../store/notifications/notifications.ts';
import { createWatch, type WatchChoice } from './create-watch.ts';
import { type TellPorts, tellPeople } from './tell-people.ts';

/** Short functions for what tests do with watches. Ana watches; files are in datasets of her own. */
export const createNotificationsBench = (bench: JobsBench) => {
  const { db, now } = bench;
  const ports: TellPorts = {
    db,
    ...createRights({ db, now, findScope: findJobScope(db), allowPublic: false }),
  };
  const changeJobs = (ids: readonly string[], event: (job: Job) => readonly ReceivedEvent[]): Promise<void> =>
    db.transaction().execute(async (trx) => {
      const jobs = await lockJobs(trx, ids);
      await appendEvents(
        trx,
        jobs.map((job) => applyEvents(job, event(job), now())),
      );
    });
  return {
    ports,
    /** A dataset of Ana's, with a file. */
    addFile: async (): Promise<TestFile> => {
      const file = await bench.addFile();
      await db.updateTable('datasets').set({ created_by: ANA.id }).where('id', '=', file.datasetId).execute();
      return file;
    },
    submitMany: async (file: TestFile, count: number): Promise<string[]> => {
      const all = Array.from({ length: count }, () => wanted(file));
      const jobs = await db.transaction().execute((trx) => submitJobs(trx, all, now()));
      return jobs.map(({ facts }) => facts.id);
    },
    succeed: (...ids: string[]): Promise<void> =>
      changeJobs(ids, () => [serverEvent('STARTED', '', now()), serverEvent('SUCCEEDED', 'Done', now())]),
    fail: (...ids: string[]): Promise<void> =>
      changeJobs(ids, () => [
        serverEvent('STARTED', '', now()),
        serverEvent('ERROR', 'No such column', now()),
      ]),
    stall: (...ids: string[]): Promise<void> =>
      changeJobs(ids, () => [
        serverEvent('STALLED', 'Silent for 15 min', now(), { reason: { code: 'silent', facts: {} } }),
      ]),
    comment: (...ids: string[]): Promise<void> =>
      changeJobs(ids, () => [serverEvent('LOG', 'Late line', now())]),
    watch: async (choice: WatchChoice, ...outcomes: WatchOutcome[]): Promise<Watch> => {
      const wishes = { outcomes, channels: { mail: false, webhookId: null } };
      const watch = await createWatch({ ...ports, now, offersMail: false }, ANA_CALLING, choice, wishes);
      if ('refused' in watch) throw new Error(watch.message);
      return watch;
    },
    tell: (): Promise<void> => tellPeople(ports, now()),
    told: (): Promise<Notification[]> =>
      listNotifications(db, { userId: ANA.id, onlyUnread: false, after: undefined, limit: 100 }),
  };
};
