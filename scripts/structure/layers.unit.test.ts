import { expect, test } from 'vitest';
import { FLOORS, findUnknownFloor, refuseFloor, refusePackage } from './layers.mjs';

const inServer = (path: string) => `packages/server/src/${path}`;
const refuse = (from: string, to: string) => refuseFloor(inServer(from), inServer(to));

test('a package imports the packages named for it and no other', () => {
  expect(refusePackage('packages/server/src/a.ts', 'packages/amqp/src/index.ts')).toBeUndefined();
  expect(refusePackage('packages/core/src/a.ts', 'packages/core/src/b.ts')).toBeUndefined();
  expect(refusePackage('packages/core/src/a.ts', 'packages/async/src/index.ts')).toBe(
    'core may import no other package, not async.',
  );
  expect(refusePackage('packages/web/src/a.ts', 'packages/core/src/index.ts')).toBe(
    'web may import only protocol, async, not core.',
  );
  expect(refusePackage('packages/server/src/a.ts', 'packages/testing/src/index.ts')).toContain('not testing');
});

test('a sample extractor imports the SDK and no other sample', () => {
  const sample = 'extractors/word-count/src/main.ts';
  expect(refusePackage(sample, 'packages/extractor/src/index.ts')).toBeUndefined();
  expect(refusePackage(sample, 'extractors/word-count/src/handle.ts')).toBeUndefined();
  expect(refusePackage(sample, 'extractors/file-digest/src/main.ts')).toContain('only extractor');
  expect(refusePackage(sample, 'packages/protocol/src/index.ts')).toContain('only extractor');
});

test('a package that the table lacks is refused', () => {
  expect(refusePackage('packages/new/src/a.ts', 'packages/core/src/index.ts')).toContain('not in the table');
});

test('no floor imports a floor below its own', () => {
  const floors = FLOORS.map(({ name }) => name);
  for (const [index, floor] of floors.entries()) {
    expect(refuse(`${floor}/a.ts`, `${floor}/deep/b.ts`)).toBeUndefined();
    for (const below of floors.slice(index + 1)) {
      expect(refuse(`${floor}/deep/er/a.ts`, `${below}/b.ts`)).toContain(`not ${below}/`);
    }
  }
});

test('a floor imports the floors above its own', () => {
  expect(refuse('http/jobs/a.ts', 'jobs/b.ts')).toBeUndefined();
  expect(refuse('lanes/rabbitmq/a.ts', 'store/jobs/b.ts')).toBeUndefined();
  expect(refuse('store/a.ts', 'model/b.ts')).toBeUndefined();
});

test('a subfolder named as a floor is not that floor', () => {
  expect(refuse('store/extractors/a.ts', 'store/http/b.ts')).toBeUndefined();
  expect(refuse('store/http/a.ts', 'http/b.ts')).toContain('not http/');
});

test('wire imports the model only, jobs import no datasets', () => {
  expect(refuse('wire/a.ts', 'model/b.ts')).toBeUndefined();
  expect(refuse('wire/a.ts', 'store/b.ts')).toBe(
    'wire/ may import only its own files and model, not store/.',
  );
  expect(refuse('jobs/a.ts', 'datasets/b.ts')).toContain('not datasets/');
  expect(refuse('datasets/a.ts', 'jobs/b.ts')).toContain('not jobs/');
  expect(refuse('model/a.ts', 'config/b.ts')).toBe('model/ may import only its own files, not config/.');
});

test('the files that know every part import all and are imported by no floor', () => {
  expect(refuse('start-server.ts', 'http/app.ts')).toBeUndefined();
  expect(refuse('launch/close-app.ts', 'lanes/a.ts')).toBeUndefined();
  expect(refuse('http/a.ts', 'launch/log.ts')).toBe(
    'http/ must not import launch/log.ts, which knows every part.',
  );
});

test('a folder of the server that is no floor is named', () => {
  expect(findUnknownFloor(inServer('tracking/a.ts'))).toBe('tracking');
  expect(findUnknownFloor(inServer('new.ts'))).toBe('new.ts');
  expect(findUnknownFloor(inServer('jobs/record/a.ts'))).toBeUndefined();
  expect(findUnknownFloor(inServer('main.ts'))).toBeUndefined();
  expect(findUnknownFloor('packages/web/src/shell/a.ts')).toBeUndefined();
});
