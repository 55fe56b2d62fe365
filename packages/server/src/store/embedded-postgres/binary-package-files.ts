import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Makes the links between shared libraries that npm packages can't carry and the package's postinstall script
 * makes, should npm have been told to run no scripts. Where we may not write, nothing happens.
 */
export function completePackage(packageDir: string): void {
  for (const { source, target } of readLinks(packageDir)) {
    const link = join(packageDir, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      // Read-only, or another process was quicker. Running the program tells whether it matters.
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
 * Throws where that can't be: not writable, or somebody else could have changed it.
 */
export function copyPackage(packageDir: string, place: string): string {
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
export function makeFolder(path: string): void {
  if (mkdirSync(path, { recursive: true }) !== undefined) chmodSync(path, 0o755);
}
