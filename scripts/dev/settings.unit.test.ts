import { expect, test } from 'vitest';
import { devSettings } from './settings.mjs';

test('without variables the page is at 9000 and the data in a folder of their own', () => {
  const { pagePort, samples, server } = devSettings({}, 4711);
  expect({ pagePort, samples }).toEqual({ pagePort: 9000, samples: true });
  expect(server).toMatchObject({ PAWPRINT_PORT: '4711', PAWPRINT_DATA_DIR: './.pawprint-dev' });
});

test('the server’s variables choose the page’s port, the data and the administrator', () => {
  const env = {
    PAWPRINT_PORT: '8080',
    PAWPRINT_DATA_DIR: '/data',
    PAWPRINT_ADMIN_KEY: 'mine',
    PAWPRINT_SAMPLE_EXTRACTORS: 'off',
  };
  const { pagePort, samples, server } = devSettings(env, 4711);
  expect({ pagePort, samples }).toEqual({ pagePort: 8080, samples: false });
  expect(server).toMatchObject({
    PAWPRINT_PORT: '4711',
    PAWPRINT_DATA_DIR: '/data',
    PAWPRINT_ADMIN_KEY: 'mine',
  });
});

test('the server listens on this machine only and starts no built extractors', () => {
  const { server } = devSettings({ PAWPRINT_HOST: '0.0.0.0', PAWPRINT_SAMPLE_EXTRACTORS: 'on' }, 4711);
  expect(server).toMatchObject({ PAWPRINT_HOST: '127.0.0.1', PAWPRINT_SAMPLE_EXTRACTORS: 'off' });
});
