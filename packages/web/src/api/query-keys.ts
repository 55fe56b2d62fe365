/** What a job works on, as a page names it. */
export interface ResourceKey {
  readonly type: 'file' | 'dataset';
  readonly id: string;
}

/** The names of everything cached, in one place: a page that changes something invalidates what other pages show. */
export const keys = {
  me: ['me'],
  apiKeys: ['account', 'keys'],
  sessions: ['account', 'sessions'],
  datasets: ['datasets'],
  datasetLists: ['datasets', 'list'],
  datasetList: (q: string) => ['datasets', 'list', q],
  dataset: (id: string) => ['datasets', 'one', id],
  datasetFiles: (id: string) => ['datasets', 'files', id],
  datasetListing: (id: string) => ['datasets', 'listing', id],
  file: (id: string) => ['files', 'one', id],
  fileText: (id: string) => ['files', 'text', id],
  metadata: (of: ResourceKey) => ['metadata', of.type, of.id],
  extractions: (of: ResourceKey) => ['extractions', of.type, of.id],
  job: (id: string) => ['jobs', 'one', id],
  extractors: ['extractors'],
  extractorList: ['extractors', 'list'],
  unregisteredExtractors: ['extractors', 'unregistered'],
  extractor: (name: string) => ['extractors', 'one', name],
  instances: (name: string) => ['extractors', 'instances', name],
  versions: (name: string) => ['extractors', 'versions', name],
  extractorJobLists: (name: string) => ['extractors', 'jobs', name],
  extractorJobs: (name: string, most: string) => ['extractors', 'jobs', name, most],
  errorQueue: (name: string) => ['extractors', 'error-queue', name],
  operationList: ['operations', 'list'],
  operation: (id: string) => ['operations', 'one', id],
  operationPreview: (plan: string) => ['operations', 'preview', plan],
  readiness: ['readiness'],
  quarantine: ['quarantine'],
  quarantineList: (source: string) => ['quarantine', 'list', source],
  quarantined: (id: string) => ['quarantine', 'one', id],
  hasQuarantined: ['quarantine', 'any'],
  jobOutputs: (id: string) => ['jobs', 'outputs', id],
  jobMessage: (id: string) => ['jobs', 'message', id],
  jobEvents: (id: string) => ['jobs', 'events', id],
  jobSearch: (id: string) => ['jobs', 'search', id],
  lastReport: (id: string, attempt: string) => ['jobs', 'last-report', id, attempt],
} as const satisfies Record<string, readonly string[] | ((...parts: never[]) => readonly string[])>;
