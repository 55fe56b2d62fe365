import type { FailureDetails, FailureGroup } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

/** For tests and the gallery: what the home page shows. The caller overrides what the test is about. */

const HOURS = [0, 0, 0, 0, 0, 6, 14, 12, 40, 31, 52, 59];

export const aFailure = (over: Partial<FailureGroup> = {}): FailureGroup => ({
  id: '0a1b2c3d4e5f6071',
  kind: 'failed',
  extractor: 'ncsa.test-file-extractor',
  version: '2.0',
  message: "download_summary() missing 1 required positional argument: 'fileid'",
  latest_job_id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9',
  jobs: 214,
  files: 87,
  files_are_least: false,
  datasets: 2,
  hours: HOURS,
  first_seen_at: at(-86_400_000),
  last_seen_at: at(0),
  known: null,
  note: null,
  ...over,
});

export const failureDetails = (over: Partial<FailureDetails> = {}): FailureDetails => ({
  ...aFailure(),
  trace: [
    'Traceback (most recent call last):',
    '  File "/app/extractor.py", line 41, in process_message',
    '    summary = pyclowder.files.download_summary(connector, host)',
    "TypeError: download_summary() missing 1 required positional argument: 'fileid'",
  ].join('\n'),
  versions: [
    { id: '0a1b2c3d4e5f6071', version: '2.0', jobs: 214, last_seen_at: at(0) },
    { id: '0a1b2c3d4e5f6072', version: '1.9', jobs: 3, last_seen_at: at(-172_800_000) },
  ],
  types: [
    { mime: 'text/plain', jobs: 180 },
    { mime: 'image/tiff', jobs: 34 },
  ],
  ...over,
});
