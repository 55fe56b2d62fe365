/** A message as Clowder v1 sends it for an upload, with what the test is about. */
export const clowderMessage = (given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  notifies: [],
  msgid: '5fc8f00000000000000000aa',
  id: 'file-1',
  jobid: '5fc8f00000000000000000ab',
  intermediateId: 'file-1',
  fileSize: '9',
  host: 'http://clowder.test:9000/',
  datasetId: 'dataset-1',
  flags: '',
  secretKey: 'credential-of-job-1',
  routing_key: 'clowder.file.text.plain',
  filename: 'input.txt',
  source: {
    id: { resourceType: "'file", id: 'file-1' },
    mimeType: 'text/plain',
    extra: { filename: 'input.txt' },
  },
  activity: 'created',
  target: '{}',
  ...given,
});
