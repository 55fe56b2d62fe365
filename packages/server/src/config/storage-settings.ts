import { z } from 'zod';
import { blobsSetting } from './blobs-setting.ts';

/** Where data are kept. */
export const storageSettings = {
  PAWPRINT_DATA_DIR: z.string().prefault('./.pawprint').meta({
    description: 'Folder for uploaded files and the embedded database. Created if missing.',
    expected: 'the path of a folder',
  }),
  ...blobsSetting,
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description: 'PostgreSQL 15 or newer to use. Unset: the server brings its own, in the data directory.',
      expected: 'an address like postgresql://user:password@host:5432/database',
      secret: true,
    }),
  PAWPRINT_DATABASE_DIRECT_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description:
        'The same database, reached without the connection pooler that DATABASE_URL leads to, such as PgBouncer: migrations ' +
        'and notifications need it. See docs/several-servers.md. Unset: DATABASE_URL leads to PostgreSQL itself.',
      expected: 'an address like postgresql://user:password@host:5432/database, with DATABASE_URL',
      secret: true,
    }),
  PAWPRINT_EVENTS_KEEP: z
    .string()
    .regex(/^[1-9]\d{0,3} months?$/)
    .transform((text) => Number.parseInt(text, 10))
    .optional()
    .meta({
      description:
        'For how many whole months events of jobs stay in the database. Months before that are kept as compressed files ' +
        'beside the uploaded ones, once all their jobs have ended, and read from there; see docs/backup.md. ' +
        'Unset: for ever.',
      expected: 'a number of months, such as 24 months',
    }),
};

interface DatabaseUrls {
  readonly DATABASE_URL?: string | undefined;
  readonly PAWPRINT_DATABASE_DIRECT_URL?: string | undefined;
}

/** The embedded database has no pooler before it. */
export const requireDatabaseUrl = (
  { DATABASE_URL: url, PAWPRINT_DATABASE_DIRECT_URL: direct }: DatabaseUrls,
  context: z.RefinementCtx,
): void => {
  if (direct !== undefined && url === undefined)
    context.addIssue({ code: 'custom', path: ['PAWPRINT_DATABASE_DIRECT_URL'] });
};
