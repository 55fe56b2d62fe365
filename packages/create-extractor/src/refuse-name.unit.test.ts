import { refuseName as refuseNameOnServer } from '@pawprint/protocol/client';
import { expect, test } from 'vitest';
import { refuseName } from './refuse-name.ts';

const NAMES = ['a', 'ana.line-count', '7_days', 'New', 'x'.repeat(128)];
const NO_NAMES = ['', '.a', '-a', 'line count', 'größe', '../up', 'x'.repeat(129), 'new', 'private.k1.mine'];

test.each([...NAMES, ...NO_NAMES])('“%s” is refused where the server refuses it', (name) => {
  expect(refuseName(name) === undefined).toBe(refuseNameOnServer(name) === undefined);
  expect(refuseName(name) === undefined).toBe(NAMES.includes(name));
});
