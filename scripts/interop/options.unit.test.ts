import { expect, test } from 'vitest';
import { readOptions } from './options.mjs';

test('without options Python is from the PATH and the samples are searched for', () => {
  expect(readOptions([], {})).toEqual({ help: false, python: 'python3' });
});

test('options take precedence over the environment', () => {
  const env = { PYTHON: '/opt/python', PYCLOWDER_SAMPLES: '/srv/samples' };

  expect(readOptions([], env)).toMatchObject({ python: '/opt/python', samples: '/srv/samples' });
  expect(readOptions(['--python', 'python3.11', '--samples', 'here'], env)).toMatchObject({
    python: 'python3.11',
    samples: 'here',
  });
});

test('an unknown option is a problem that names it', () => {
  expect(readOptions(['--sample', 'x'], {}).problem).toMatch(/--sample/);
});
