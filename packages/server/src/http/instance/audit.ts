import { Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import type { AuditEntry as WireEntry } from '@pawprint/protocol';
import { requireInstanceRight } from '../../access/require-resource.ts';
import type { HasRight } from '../../access/rights.ts';
import type { AuditEntry, AuditFilter } from '../../model/audit-entry.ts';
import { recordAct } from '../../store/audit.ts';
import type { Database } from '../../store/database.ts';
import { readAudit } from '../../store/read-audit.ts';
import { time } from '../../wire/time.ts';
import { csvLine } from '../csv.ts';
import { ANSWERED, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { pageSizes } from '../page-sizes.ts';

export interface AuditHandlerPorts {
  readonly db: Database;
  readonly hasRight: HasRight;
  readonly now: () => Instant;
}

export const auditHandlers = (ports: AuditHandlerPorts): Handlers<'listAudit' | 'exportAudit'> => ({
  listAudit: async ({ caller, query }) => {
    const by = await requireInstanceRight(ports, caller, 'audit');
    if ('refused' in by) return by;
    const { limit, cursor } = query;
    const found = await readAudit(ports.db, filterOf(query), { after: cursor, limit: limit + 1 });
    const items = found.slice(0, limit).map(entryToWire);
    return ok({ items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null });
  },

  exportAudit: async ({ caller, query, reply }) => {
    const by = await requireInstanceRight(ports, caller, 'audit');
    if ('refused' in by) return by;
    const at = ports.now();
    // Acts recorded while it is written are left out, or it could go on for ever.
    const filter = { ...filterOf(query), until: Math.min(filterOf(query).until ?? at, at) };
    await ports.db
      .transaction()
      .execute((trx) => recordAct(trx, { by, act: 'audit.export', subject: 'audit', details: query, at }));
    await reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="audit-${time(at).slice(0, 10)}.csv"`)
      .send(Readable.from(writeEntries(ports.db, filter), { objectMode: false }));
    return ANSWERED;
  },
});

const filterOf = (query: HandlerRequest<'exportAudit'>['query']): AuditFilter => {
  const { person, act, subject, since, until } = query;
  return { person, act, subject, since: instantOf(since), until: instantOf(until) };
};

const instantOf = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : Date.parse(text);

const COLUMNS = [
  'at',
  'person',
  'person_id',
  'act',
  'subject',
  'subject_name',
  'address',
  'means',
  'credential',
  'details',
];

const FIRST_PAGE = 100;
const LARGEST_PAGE = 1_000;

async function* writeEntries(db: Database, filter: AuditFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  let after: string | undefined;
  for (const limit of pageSizes(FIRST_PAGE, LARGEST_PAGE)) {
    const page = await readAudit(db, filter, { after, limit });
    if (page.length > 0) yield page.map(entryToLine).join('');
    if (page.length < limit) return;
    after = page.at(-1)?.id;
  }
}

const entryToLine = (entry: AuditEntry): string =>
  csvLine([
    time(entry.at),
    entry.userName ?? '',
    entry.userId ?? '',
    entry.act,
    entry.subject,
    entry.subjectName ?? '',
    entry.address ?? '',
    entry.means ?? '',
    entry.credential ?? '',
    JSON.stringify(entry.details),
  ]);

const entryToWire = (entry: AuditEntry): WireEntry => ({
  id: entry.id,
  at: time(entry.at),
  person:
    entry.userId === null && entry.userName === null
      ? null
      : { id: entry.userId, name: entry.userName ?? '' },
  act: entry.act,
  subject: entry.subject,
  subject_name: entry.subjectName,
  address: entry.address,
  means: entry.means,
  credential: entry.credential,
  details: { ...entry.details },
});
