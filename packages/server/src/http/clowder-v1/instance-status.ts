import type { Instant } from '@pawprint/core';
import { v4 } from 'uuid';
import { extractorsUsableBy } from '../../access/rights.ts';
import { type Contents, countContents } from '../../store/count-contents.ts';
import { readExtractors } from '../../store/extractors/extractors.ts';
import { ensureInstanceSetting } from '../../store/instance-setting.ts';
import { type Handler, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

/** The route is open to everybody, so the contents are counted at most once in this time. */
const COUNT_EVERY_MS = 60_000;

const createCounter = ({ data: { db }, jobs: { now } }: ClowderPorts): (() => Promise<Contents>) => {
  let counted: { readonly at: Instant; readonly contents: Promise<Contents> } | undefined;
  return () => {
    if (counted === undefined || now() - counted.at >= COUNT_EVERY_MS) {
      const contents = countContents(db);
      contents.catch(() => {
        counted = undefined;
      });
      counted = { at: now(), contents };
    }
    return counted.contents;
  };
};

/** Everybody can read these names, so private extractors are left out. */
const publicNames = async ({ data: { db } }: ClowderPorts): Promise<string[]> =>
  (await readExtractors(db, { grant: extractorsUsableBy(null) }))
    .filter(({ enabled }) => enabled)
    .map(({ name }) => name);

export const instanceStatusHandler = (ports: ClowderPorts): Handler<'showStatus'> => {
  const count = createCounter(ports);
  return async () => {
    const [instance, contents, extractors] = await Promise.all([
      // The instance's name on RabbitMQ.
      ensureInstanceSetting(ports.data.db, 'broker_name', v4()),
      count(),
      publicNames(ports),
    ]);
    const counts = { ...contents, spaces: 0 as const };
    return ok({ instance, version: ports.version, counts, plugins: {}, extractors });
  };
};
