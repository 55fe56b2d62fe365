import type { Client, Extractor, ExtractorVersion } from '@pawprint/protocol';
import type { Output } from './progress.ts';

interface Switch {
  readonly action: 'show' | 'resume' | 'enable' | 'disable';
  readonly name: string;
}

interface VersionList {
  readonly action: 'versions';
  readonly name: string;
}

interface Pause {
  readonly action: 'pause';
  readonly name: string;
  readonly reason: string | undefined;
}

interface VersionMark {
  readonly action: 'supersede' | 'restore';
  readonly name: string;
  readonly version: string;
  readonly reason: string | undefined;
}

export interface ExtractorsCommand {
  readonly command: 'extractors';
  readonly url: string;
  readonly key: string;
  /** Prints what the server answers. */
  readonly json: boolean;
  readonly request: { readonly action: 'list' } | Switch | Pause | VersionList | VersionMark;
}

const ACTIONS = ['show', 'pause', 'resume', 'enable', 'disable', 'versions', 'supersede', 'restore'] as const;

/** What is asked for, or why it cannot be. */
export const parseExtractorsRequest = (
  [word = 'list', name, ...others]: readonly string[],
  reason: string | undefined,
): ExtractorsCommand['request'] | { readonly problem: string } => {
  const action = ACTIONS.find((known) => known === word);
  if (action === undefined && word !== 'list')
    return { problem: `What to do with extractors is list, ${ACTIONS.join(', ')}, not ${word}.` };
  if (reason !== undefined && action !== 'pause' && action !== 'supersede')
    return { problem: 'Only a pause and a superseded version have a reason.' };
  if (action === undefined)
    return name === undefined ? { action: 'list' } : { problem: `The list takes no name: ${name}` };
  if (name === undefined) return { problem: `Which extractor to ${action} is not given.` };
  if (action === 'supersede' || action === 'restore') return versionMark(action, name, others, reason);
  if (others.length > 0) return { problem: `One extractor at a time, not ${others.join(' ')} as well.` };
  return action === 'pause' ? { action, name, reason } : { action, name };
};

const versionMark = (
  action: VersionMark['action'],
  name: string,
  [version, ...others]: readonly string[],
  reason: string | undefined,
): VersionMark | { readonly problem: string } => {
  if (version === undefined) return { problem: `Which version of ${name} to ${action} is not given.` };
  if (others.length > 0) return { problem: `One version at a time, not ${others.join(' ')} as well.` };
  return { action, name, version, reason };
};

export const runExtractorsCommand = async (
  client: Client,
  { request, json }: ExtractorsCommand,
  stdout: Output,
): Promise<void> => {
  const write = <Answer>(answer: Answer | undefined, inWords: (answer: Answer) => string): void => {
    if (answer === undefined) throw new Error('The server gave no answer.');
    stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : inWords(answer));
  };
  switch (request.action) {
    case 'list':
      return write(await listAll(client), describeList);
    case 'versions':
      return write(await client.call('listVersions', { params: { name: request.name } }), describeVersions);
    case 'supersede':
    case 'restore':
      return write(await markVersion(client, request), (version) => describeVersions([version]));
    case 'show':
    case 'pause':
    case 'resume':
    case 'enable':
    case 'disable':
      return write(await askFor(client, request), describe);
  }
};

const markVersion = (client: Client, { action, name, version, reason }: VersionMark) => {
  const superseded = action === 'supersede';
  const body = reason === undefined ? { superseded } : { superseded, reason };
  return client.call('setVersionSuperseded', { params: { name, version }, body });
};

const PAGE = 1_000;

const listAll = async (client: Client): Promise<Extractor[]> => {
  const extractors: Extractor[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query = cursor === '' ? { limit: PAGE } : { limit: PAGE, cursor };
    const page: readonly Extractor[] = (await client.call('listExtractors', { query })) ?? [];
    extractors.push(...page);
    cursor = page.length < PAGE ? undefined : page.at(-1)?.name;
  }
  return extractors;
};

const askFor = (client: Client, request: Switch | Pause) => {
  const params = { name: request.name };
  switch (request.action) {
    case 'show':
      return client.call('showExtractor', { params });
    case 'pause': {
      const { reason } = request;
      const body = reason === undefined ? { paused: true } : { paused: true, reason };
      return client.call('setDispatchPaused', { params, body });
    }
    case 'resume':
      return client.call('setDispatchPaused', { params, body: { paused: false } });
    case 'enable':
    case 'disable':
      return client.call('setExtractorEnabled', { params, body: { enabled: request.action === 'enable' } });
  }
};

const describeList = (extractors: readonly Extractor[]): string => {
  if (extractors.length === 0) return 'No extractors.\n';
  const rows = extractors.map((extractor) => [
    extractor.name,
    extractor.version,
    stateOf(extractor),
    instancesOf(extractor),
    String(extractor.waiting),
    String(extractor.running),
  ]);
  return inColumns([['NAME', 'VERSION', 'STATE', 'INSTANCES', 'WAITING', 'RUNNING'], ...rows]);
};

const describeVersions = (versions: readonly ExtractorVersion[]): string => {
  if (versions.length === 0) return 'No versions.\n';
  const rows = versions.map(({ version, first_seen_at: first, last_seen_at: last, superseded }) => [
    version,
    first,
    last,
    superseded === null ? '' : markOf(superseded),
  ]);
  return inColumns([['VERSION', 'FIRST SEEN', 'LAST SEEN', 'SUPERSEDED'], ...rows]);
};

const markOf = ({ by, at, reason }: NonNullable<ExtractorVersion['superseded']>): string =>
  `by ${by ?? 'an operator'}, ${at}${reason === null ? '' : `: ${reason}`}`;

const inColumns = (table: readonly (readonly string[])[]): string => {
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${table.map(line).join('\n')}\n`;
};

/** One fact a line. */
const describe = (extractor: Extractor): string => {
  const { dispatch_paused: paused, switched, queue, process } = extractor;
  const facts = [
    ['Extractor', `${extractor.name} ${extractor.version}`],
    ['State', stateOf(extractor)],
    ['Switched', switched && `by ${switched.by ?? 'an operator'}, ${switched.at}`],
    ['Paused', paused && `by ${paused.by ?? 'an operator'}, ${paused.at}`],
    ['Reason', paused?.reason],
    ['Instances', instancesOf(extractor)],
    ['Queue', queue && `${queue.name}: ${queue.text}`],
    ['Waiting', String(extractor.waiting)],
    ['Running', String(extractor.running)],
    [
      'Runs on',
      [...(process.file ?? []), ...(process.dataset ?? []), ...(process.metadata ?? [])].join(', '),
    ],
  ] as const;
  return facts.map(([name, value]) => (value ? `${`${name}:`.padEnd(11)} ${value}\n` : '')).join('');
};

const stateOf = ({ enabled, dispatch_paused: paused, waits_for_approval: waits }: Extractor): string => {
  if (waits) return 'waits for approval';
  if (!enabled) return 'off';
  return paused === null ? 'on' : 'paused';
};

const instancesOf = ({ instances }: Extractor): string =>
  (['live', 'late', 'gone'] as const)
    .filter((status) => instances[status] > 0)
    .map((status) => `${instances[status]} ${status}`)
    .join(', ') || 'none';

export const EXTRACTORS_HELP = `pawprint extractors: how extractors are doing, and whether they get jobs

  pawprint extractors [list]                      all that the key's owner sees
  pawprint extractors show NAME                   one of them
  pawprint extractors pause NAME [--reason TEXT]  jobs are accepted and wait; what runs, and what RabbitMQ has, goes on
  pawprint extractors resume NAME                 jobs are dispatched again
  pawprint extractors disable NAME                no new job is submitted to it; what waits keeps waiting
  pawprint extractors enable NAME                 jobs are submitted to it again
  pawprint extractors versions NAME               its versions, newest first
  pawprint extractors supersede NAME VERSION [--reason TEXT]
                                                  what this version made is marked, and counts in no search
  pawprint extractors restore NAME VERSION        it counts again

  --reason TEXT  why it is paused, or a version superseded; everybody who sees a waiting job, or the extractor, reads it
  --json         prints the server's answer
  --url URL      the server; default PAWPRINT_URL, else http://127.0.0.1:9000
  --key KEY      an API key; default PAWPRINT_KEY. Changing one needs the right to operate
  -h, --help     this text

Examples
  PAWPRINT_KEY=… pawprint extractors
  PAWPRINT_KEY=… pawprint extractors pause ncsa.wordcount --reason 'new disks until noon'
  PAWPRINT_KEY=… pawprint extractors resume ncsa.wordcount
  PAWPRINT_KEY=… pawprint extractors supersede ncsa.wordcount 1.9 --reason 'counted empty lines'
  PAWPRINT_KEY=… pawprint extractors list --json | jq -r '.[] | select(.waiting > 100) | .name'
`;
