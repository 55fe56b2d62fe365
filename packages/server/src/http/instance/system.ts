import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '@pawprint/core';
import type { System } from '@pawprint/protocol';
import { requireInstanceRight } from '../../access/require-resource.ts';
import type { HasRight } from '../../access/rights.ts';
import type { Config } from '../../config/config.ts';
import { listSettings } from '../../config/describe-settings.ts';
import { recordAct } from '../../store/audit.ts';
import { describeDatabase } from '../../store/check-database.ts';
import type { Database } from '../../store/database.ts';
import { type EventArchive, listArchives } from '../../store/jobs/event-archives.ts';
import { readRuns } from '../../store/server-runs.ts';
import { time } from '../../wire/time.ts';
import { type Handlers, ok } from '../handler.ts';
import { LIMITED_KINDS, type RequestsUnderWay } from '../limit-requests.ts';
import { checkReadiness, type ServerPorts } from '../server.ts';

export interface SystemHandlerPorts extends ServerPorts {
  readonly db: Database;
  readonly hasRight: HasRight;
  readonly now: () => Instant;
  readonly config: Config;
  readonly address: { readonly publicUrl: string };
  readonly requests: Pick<RequestsUnderWay, 'count'>;
}

const RUNS_SHOWN = 10;

/** Only statements that cost the same however much is stored. */
export const systemHandlers = (ports: SystemHandlerPorts): Handlers<'showSystem' | 'listSettings'> => ({
  showSystem: async ({ caller }) => {
    const by = await requireInstanceRight(ports, caller, 'inspect');
    if ('refused' in by) return by;
    const { db, config, version, address } = ports;
    const seesPath = await ports.hasRight(by, 'administer', { type: 'instance' });
    const [database, files, readiness, runs, archives] = await Promise.all([
      describeDatabase(db),
      describeFiles(config),
      checkReadiness(ports),
      readRuns(db, RUNS_SHOWN),
      listArchives(db),
    ]);
    return ok({
      version,
      node: process.versions.node,
      address: address.publicUrl,
      database: {
        version: database.version,
        size_bytes: database.sizeBytes,
        embedded: config.databaseUrl === undefined,
      },
      old_events: { keep_months: config.keepEventsMonths ?? null, archives: archives.map(archiveToWire) },
      rabbitmq: config.rabbitmq !== undefined,
      files: { ...files, path: seesPath ? files.path : null },
      ...readiness,
      requests: requestsUnderWay(ports),
      runs: runs.map(({ startedAt, aliveAt }) => ({ started_at: time(startedAt), alive_at: time(aliveAt) })),
    });
  },

  listSettings: async ({ caller }) => {
    const by = await requireInstanceRight(ports, caller, 'inspect');
    if ('refused' in by) return by;
    await ports.db
      .transaction()
      .execute((trx) => recordAct(trx, { by, act: 'settings.see', subject: 'settings', at: ports.now() }));
    return ok(
      listSettings(process.env).map(({ name, value, isDefault }) => ({ name, value, is_default: isDefault })),
    );
  },
});

const archiveToWire = ({ month, eventCount, sizeBytes, archivedAt }: EventArchive) => ({
  month,
  events: eventCount,
  size_bytes: sizeBytes,
  archived_at: time(archivedAt),
});

const describeFiles = async ({
  blobs,
  dataDir,
}: Config): Promise<{ readonly path: string; readonly free_bytes: number | null }> => {
  if (blobs !== undefined)
    return { path: `s3://${[blobs.bucket, blobs.prefix].filter(Boolean).join('/')}`, free_bytes: null };
  const path = join(dataDir, 'blobs');
  const disk = await statfs(path);
  return { path, free_bytes: disk.bavail * disk.bsize };
};

const requestsUnderWay = ({ config: { limits }, requests }: SystemHandlerPorts): System['requests'] =>
  LIMITED_KINDS.map((kind) => ({
    kind,
    under_way: requests.count(kind),
    in_all: limits[kind].inAll,
    per_caller: limits[kind].perCaller,
  }));
