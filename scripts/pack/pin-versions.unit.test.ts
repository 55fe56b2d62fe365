import { expect, test } from 'vitest';
import { pinVersions } from './pin-versions.mjs';

const LOCKED = {
  'packages/server': { dependencies: { web: '^5', images: '^1', '@own/core': '1.0.0' } },
  'packages/page': { dependencies: { react: '^19' } },
  'node_modules/@own/core': { link: true },
  'node_modules/web': { version: '5.1.2', dependencies: { cookie: '^1' } },
  'node_modules/cookie': {
    version: '1.0.1',
    peerDependencies: { types: '*', react: '*' },
    peerDependenciesMeta: { react: { optional: true } },
  },
  'node_modules/types': { version: '3.0.0' },
  'node_modules/react': { version: '19.0.0' },
  'node_modules/images': { version: '1.9.0' },
  'packages/server/node_modules/images': { version: '1.2.0', dependencies: { 'images-linux': '1.2.0' } },
  'node_modules/images-linux': { version: '1.2.0', optional: true },
};

test('what packages need is pinned, with what that needs in turn', () => {
  expect(pinVersions(LOCKED, ['packages/server'])).toEqual({
    web: '5.1.2',
    cookie: '1.0.1',
    types: '3.0.0',
    images: '1.2.0',
  });
});

test('packages that no package needs are not pinned', () => {
  expect(pinVersions(LOCKED, ['packages/page'])).toEqual({ react: '19.0.0' });
  expect(pinVersions(LOCKED, [])).toEqual({});
});
