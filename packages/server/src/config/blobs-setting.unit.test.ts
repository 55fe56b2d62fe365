import { expect, test } from 'vitest';
import { type Environment, problemSentence, resolveConfig } from './config.ts';

const blobsOf = (value: string) => {
  const result = resolveConfig({ PAWPRINT_BLOBS: value });
  return result.ok ? result.config.blobs : result.problems.map(problemSentence).join(' ');
};

test.for([
  ['s3://pawprint', { bucket: 'pawprint', prefix: '' }],
  ['s3://pawprint/', { bucket: 'pawprint', prefix: '' }],
  ['s3://lab.data/pawprint/files/', { bucket: 'lab.data', prefix: 'pawprint/files' }],
  ['s3://pawprint?region=eu-central-1', { bucket: 'pawprint', prefix: '', region: 'eu-central-1' }],
  [
    's3://pawprint/a?endpoint=http://127.0.0.1:8080/&region=garage',
    { bucket: 'pawprint', prefix: 'a', endpoint: 'http://127.0.0.1:8080', region: 'garage' },
  ],
] as const)('%s names a place in S3', ([value, location]) => {
  expect(blobsOf(value)).toEqual(location);
});

test.for([
  '/srv/files',
  's3://',
  's3://Pawprint',
  's3://pawprint/../other',
  's3://pawprint?endpoint=s3.example.org',
  's3://pawprint?regoin=eu-central-1',
])('%s is refused', (value) => {
  expect(blobsOf(value)).toContain(`PAWPRINT_BLOBS is “${value}”; expected is an address like s3://`);
});

test('a password that stands in the address is refused, and not shown', () => {
  expect(blobsOf('s3://me:secret@pawprint')).toContain('PAWPRINT_BLOBS is “s3://***@pawprint”');
});

const presignOf = (env: Environment) => {
  const result = resolveConfig(env);
  return result.ok ? result.config.presign : result.problems.map(problemSentence).join(' ');
};

test.for([
  [undefined, undefined],
  ['off', undefined],
  ['on', { endpoint: undefined }],
  ['https://s3.example.org/', { endpoint: 'https://s3.example.org' }],
] as const)('links to the bucket set to %j are %j', ([value, presign]) => {
  expect(presignOf({ PAWPRINT_BLOBS: 's3://pawprint', PAWPRINT_BLOBS_PRESIGN: value })).toEqual(presign);
});

test.for(['yes', 's3.example.org', 'https://s3.example.org/bucket'])(
  'links to the bucket set to %s are refused',
  (value) => {
    expect(presignOf({ PAWPRINT_BLOBS: 's3://pawprint', PAWPRINT_BLOBS_PRESIGN: value })).toContain(
      `PAWPRINT_BLOBS_PRESIGN is “${value}”; expected is on, off or an address`,
    );
  },
);

test('links to a bucket are refused where there is none', () => {
  expect(presignOf({ PAWPRINT_BLOBS_PRESIGN: 'on' })).toContain('not off only with PAWPRINT_BLOBS');
});
