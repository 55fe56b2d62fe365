import { ExtractorInfo } from '@pawprint/protocol';
import type { UserCaller } from '../model/caller.ts';
import type { UnregisteredExtractor } from '../model/extractor.ts';
import { noSuchExtractor, type Refusal } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import {
  readUnknownReporters,
  readUnregistered,
  withoutExtractor,
} from '../store/extractors/unregistered-extractors.ts';
import { announcementFromWire } from '../wire/extractor.ts';
import type { ExtractorPorts } from './ports.ts';
import { registerExtractor } from './register-extractor.ts';

/**
 * Names that are in use in the broker and that no extractor is registered under: from heartbeats beyond the limit, from
 * reports in quarantine and, where the management API is configured, from queues bound to Clowder's exchange.
 */
export const listUnregistered = async (db: Database): Promise<readonly UnregisteredExtractor[]> => {
  const known = [...(await readUnregistered(db)), ...(await fromReports(db))];
  const byName = new Map(known.toReversed().map((each) => [each.name, each]));
  const unregistered = new Set(await withoutExtractor(db, [...byName.keys()]));
  return [...byName.values()].filter(({ name }) => unregistered.has(name)).toReversed();
};

const fromReports = async (db: Database): Promise<UnregisteredExtractor[]> => {
  const found = new Map<string, UnregisteredExtractor>();
  for (const { name, at, times } of await readUnknownReporters(db)) {
    const before = found.get(name);
    found.set(name, {
      name,
      source: 'report',
      info: null,
      firstSeenAt: Math.min(at, before?.firstSeenAt ?? at),
      lastSeenAt: Math.max(at, before?.lastSeenAt ?? at),
      times: times + (before?.times ?? 0),
    });
  }
  return [...found.values()];
};

/** Registers what such a name announced; where it announced nothing, an extractor that gets jobs by hand only. */
export const registerUnregistered = async (
  ports: ExtractorPorts,
  by: UserCaller,
  name: string,
): Promise<Refusal | undefined> => {
  const unregistered = (await listUnregistered(ports.db)).find((each) => each.name === name);
  if (unregistered === undefined) return noSuchExtractor(name);
  const info = ExtractorInfo.safeParse(unregistered.info ?? { name, version: 'unknown' });
  if (!info.success) return noSuchExtractor(name);
  const registered = await registerExtractor(ports, { ...announcementFromWire(info.data), name }, by, true);
  if ('refused' in registered) return registered;
  await ports.db
    .transaction()
    .execute((trx) => recordAct(trx, { by, act: 'extractor.register', subject: name, at: ports.now() }));
  return undefined;
};
