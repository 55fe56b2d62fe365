import type { OpenAPIV3_1 } from 'openapi-types';

/** The names of the parts of the API as its pages show them, by the tags of the route table, in the order of the pages. */
const PARTS: Readonly<Record<string, readonly [name: string, description: string]>> = {
  datasets: ['Datasets', 'Datasets, their files, metadata and tags'],
  files: ['Files', 'Upload, download, metadata and tags of files'],
  metadata: ['Metadata', 'Find data by the values of its metadata; tables of a dataset'],
  search: ['Search', 'Everything of a name or text, whatever it is'],
  previews: ['Previews', 'What extractors made of a file to be looked at'],
  sections: ['Sections', 'Parts of a file that carry tags and previews of their own'],
  collections: ['Collections', 'Collections of datasets'],
  submit: ['Submissions', 'Submit files and datasets to extractors'],
  jobs: ['Jobs', 'Jobs with their attempts, events and outputs; lists, streams and exports'],
  operations: [
    'Operations on many jobs',
    'Cancel, resubmit or submit many at once, and follow how far it is',
  ],
  attention: ['Needs attention', 'Jobs that failed, were lost, stall or cannot be sent, grouped by cause'],
  notifications: ['Notifications', 'What you are told of jobs, and what you want to be told of'],
  status: ['Extraction status', "Clowder's routes that tell how the extractors stand on a file or dataset"],
  reports: ['Reports', 'Tables for the people who run the server'],
  extractors: ['Extractors', 'Extractors with their versions, instances, statistics and error queues'],
  'http lane': [
    'Work over HTTP',
    'What an extractor calls to get jobs and to report on them without RabbitMQ',
  ],
  dts: ['Clowder’s DTS', "Clowder's older routes below /api/extractions, for scripts that still call them"],
  spaces: ['Spaces and sharing', 'Spaces, their members, and whom a dataset is shared with'],
  access: ['Accounts and keys', 'People, invitations, API keys, and who the caller is'],
  audit: ['Audit', 'Who did what to what, when and from where'],
  quarantine: ['Quarantine', 'Messages from RabbitMQ that could not be used'],
  server: ['Server', 'Health, version and state of the server'],
};

export const partName = (tag: string): string => {
  const [name] = PARTS[tag] ?? [];
  if (name === undefined) throw new Error(`The tag ${tag} has no name for the API pages.`);
  return name;
};

/** The parts that have routes with these tags. */
export const partsOf = (tags: ReadonlySet<string>): OpenAPIV3_1.TagObject[] =>
  Object.entries(PARTS)
    .filter(([tag]) => tags.has(tag))
    .map(([, [name, description]]) => ({ name, description }));
