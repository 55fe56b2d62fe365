import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unsupported } from './binary-package.ts';
import { completePackage, copyPackage, makeFolder } from './binary-package-files.ts';
import type { PostgresAccount } from './postgres-account.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** As `18`: what must agree with a cluster's PG_VERSION. */
  readonly majorVersion: string;
}

const run = promisify(execFile);

/**
 * PostgreSQL where the account can run it: as npm installed it, or else a copy. Root's account can't reach a
 * checkout below a 0700 home, and a node_modules that we may not write to can't be completed in place.
 * Whether it runs is found out by running it: modes, ACLs, noexec mounts and a missing libc all count.
 */
export async function findUsableBinaries(
  packageDir: string,
  account: PostgresAccount | undefined,
  placesForCopy: readonly string[],
): Promise<PostgresBinaries> {
  completePackage(packageDir);
  const inPlace = await attempt(() => packageDir, account);
  if (typeof inPlace !== 'string') return inPlace;
  const failures = [inPlace];
  for (const place of placesForCopy) {
    const copy = await attempt(() => copyTo(packageDir, place, account), account);
    if (typeof copy !== 'string') return copy;
    failures.push(copy);
  }
  throw unsupported(`The embedded PostgreSQL can't be run here: ${failures.join('; ')}.`);
}

async function attempt(
  provide: () => string | Promise<string>,
  account: PostgresAccount | undefined,
): Promise<PostgresBinaries | string> {
  try {
    return await binariesIn(await provide(), account);
  } catch (error) {
    if (isLoaderMissing(error)) {
      throw unsupported(
        'The embedded PostgreSQL needs glibc, which this system (musl, as in Alpine Linux?) lacks.',
      );
    }
    return error instanceof Error ? error.message.trim() : String(error);
  }
}

async function copyTo(
  packageDir: string,
  place: string,
  account: PostgresAccount | undefined,
): Promise<string> {
  makeFolder(place);
  // Found out before 60 MB are copied to where they are of no use.
  if (account) await run('/bin/sh', ['-c', 'cd "$0"', place], { cwd: '/', env: {}, ...account });
  return copyPackage(packageDir, place);
}

async function binariesIn(folder: string, account: PostgresAccount | undefined): Promise<PostgresBinaries> {
  const bin = join(folder, 'native', 'bin');
  const postgres = join(bin, 'postgres');
  const { stdout } = await run(postgres, ['--version'], { cwd: '/', env: {}, ...account });
  const majorVersion = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (majorVersion === undefined) throw new Error(`${postgres} --version said: ${stdout.trim()}`);
  return { initdb: join(bin, 'initdb'), postgres, majorVersion };
}

/** The kernel reports a missing program interpreter as ENOENT, though the program itself is there. */
function isLoaderMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ENOENT' &&
    'path' in error &&
    typeof error.path === 'string' &&
    existsSync(error.path)
  );
}
