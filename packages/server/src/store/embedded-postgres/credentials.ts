import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

export const SUPERUSER = 'pawprint';

const credentialsSchema = z.object({
  password: z.string().min(1),
  /** Stands in the command line of the cluster's postgres, so that an orphan is known again. */
  clusterName: z.string().min(1),
});

export type Credentials = z.infer<typeof credentialsSchema>;

export function newCredentials(): Credentials {
  return {
    password: randomBytes(24).toString('base64url'),
    clusterName: `pawprint-${randomBytes(8).toString('hex')}`,
  };
}

export function saveCredentials(home: string, credentials: Credentials): void {
  writeFileSync(pathIn(home), `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
}

export function readCredentials(home: string): Credentials {
  const parsed = credentialsSchema.safeParse(parseJson(pathIn(home)));
  if (parsed.success) return parsed.data;
  throw new EmbeddedPostgresError(
    'unusable-cluster',
    `The embedded database's password is missing: ${pathIn(home)} can't be read. Restore it from a backup.`,
  );
}

function parseJson(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

const pathIn = (home: string): string => join(home, 'credentials.json');
