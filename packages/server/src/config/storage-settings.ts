import { z } from 'zod';

/** Where data are kept. */
export const storageSettings = {
  PAWPRINT_DATA_DIR: z.string().prefault('./.pawprint').meta({
    description: 'Folder for uploaded files and the embedded database. Created if missing.',
    expected: 'the path of a folder',
  }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description: 'PostgreSQL 15 or newer to use. Unset: the server brings its own, in the data directory.',
      expected: 'an address like postgresql://user:password@host:5432/database',
      secret: true,
    }),
};
