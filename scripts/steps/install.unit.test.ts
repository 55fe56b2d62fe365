import { expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'packages/core': { version: '0.1.0' },
  'node_modules/@pawprint/core': {},
  'node_modules/pg': { version: '8.23.1' },
  'node_modules/sharp-for-another-system': { version: '1.0.0', optional: true },
};
const installed = {
  'node_modules/@pawprint/core': {},
  'node_modules/pg': { version: '8.23.1' },
};

test('packages for other systems may be missing', () => {
  expect(isInstalled(wanted, installed)).toBe(true);
});

test('any other package must be there, in its version', () => {
  expect(isInstalled(wanted, { ...installed, 'node_modules/pg': { version: '8.23.0' } })).toBe(false);
  expect(isInstalled({ ...wanted, 'node_modules/zod': { version: '4.0.0' } }, installed)).toBe(false);
});

test('a workspace package that is not linked yet is missing', () => {
  expect(isInstalled({ ...wanted, 'node_modules/@pawprint/new': {} }, installed)).toBe(false);
});

test('nothing installed is not enough', () => {
  expect(isInstalled(wanted, {})).toBe(false);
});
