import { createClient, parseAnswer, type Route, type RouteName, routes } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addApiKey } from '../../access/keys.ts';
import {
  type CallerName,
  type Expected,
  expectedOf,
  type KeyName,
  SCOPED_KEYS,
  sees,
} from './expectation.builder.ts';
import { requestOf } from './requests.builder.ts';
import {
  absentPlace,
  createPeople,
  createPlace,
  deleteOtherJobs,
  digestOf,
  EXTRACTOR,
  PEOPLE,
  type PersonName,
  type Place,
  type PlaceName,
} from './world.builder.ts';

type Calling = readonly [caller: CallerName, key: string | null];

let server: TestServer;
let keys: Readonly<Record<PersonName, string>>;
let places: Record<PlaceName, Place>;
/** Every way in which a caller may call, with their keys. */
let callers: readonly Calling[];
beforeAll(async () => {
  server = await startTestServer({
    PAWPRINT_LEASE_SECONDS: '86400',
    PAWPRINT_ALLOW_REGISTRATION: 'on',
  });
  keys = await createPeople(server.db);
  const body = { name: EXTRACTOR, version: '1.0', description: 'Counts words' };
  await server.client.call('registerExtractor', { body });
  places = {
    private: await createPlace(server, keys.owner, 'private'),
    shared: await createPlace(server, keys.owner, 'shared'),
    public: await createPlace(server, keys.owner, 'public'),
    absent: absentPlace(),
  };
  callers = [
    ...(Object.entries(keys) as [PersonName, string][]),
    ...(await scopedKeys()),
    ['nobody', null],
    ['job', await jobCredential()],
    ['invalid', 'forged'],
    ['invalid', await expiredKey()],
    ['invalid', await revokedKey()],
  ];
});
afterAll(() => server.stop());

/** Of the owner's job on the file in the private place. Jobs that wait longer are claimed before it. */
const jobCredential = async (): Promise<string> => {
  const claim = { params: { name: EXTRACTOR }, body: { instance_id: 'i-1', version: '1.0', wait_s: 0 } };
  const claimed = await server.client.call('claimJob', claim);
  if (claimed === undefined) throw new Error('the job was claimed by somebody else');
  return claimed.job.id === places.private.jobId ? claimed.message.secretKey : jobCredential();
};

const scopedKeys = (): Promise<Calling[]> =>
  Promise.all(
    (Object.keys(SCOPED_KEYS) as KeyName[]).map(async (name): Promise<Calling> => {
      const [person, scope] = SCOPED_KEYS[name];
      const client = createClient({ baseUrl: server.url, key: keys[person], parseAnswer });
      return [name, (await client.call('createKey', { body: { name, scopes: [scope] } }))?.key ?? ''];
    }),
  );

const expiredKey = async (): Promise<string> => {
  await addApiKey(server.db, 'owner', 'expired', 'an-expired-key');
  await server.db
    .updateTable('api_keys')
    .set({ expires_at: new Date(0) })
    .where('name', '=', 'expired')
    .execute();
  return 'an-expired-key';
};

const revokedKey = async (): Promise<string> => {
  await addApiKey(server.db, 'owner', 'revoked', 'a-revoked-key');
  await server.db.deleteFrom('api_keys').where('name', '=', 'revoked').execute();
  return 'a-revoked-key';
};

const renewPlace = async (place: Exclude<PlaceName, 'absent'>): Promise<void> => {
  places[place] = await createPlace(server, keys.owner, place);
  if (place !== 'private') return;
  const credential = await jobCredential();
  callers = callers.map(([caller, key]) => [caller, caller === 'job' ? credential : key]);
};

/** Once done, the place is no longer what it was. */
const DESTROYS: readonly RouteName[] = [
  'deleteDataset',
  'deleteFile',
  'removeFile',
  'deleteSection',
  'deletePreview',
  'deleteThumbnail',
  'deleteCollection',
  'removeCollection',
  'deleteSpace',
  'unshareDataset',
  'unshareCollection',
  'setSpaceMember',
  'removeSpaceMember',
  'leaveSpace',
  'updateSpaceUsers',
  'removeSpaceUser',
  'removeDatasetFromSpace',
  'removeCollectionFromSpace',
  'removeFileMetadata',
  'deleteJobView',
  'cancelJob',
  'cancelFileExtraction',
  'cancelDatasetExtraction',
];

/** They wait, or last until the client leaves; `streams.int.test.ts` is about them. Signing out ends no key. */
const ELSEWHERE: readonly RouteName[] = [
  'streamJobs',
  'streamOperation',
  'signIn',
  'signOut',
  'startOidcSignIn',
  'connectOidc',
  'deleteExtractor',
];

const NAMES = (Object.keys(routes) as RouteName[]).filter((name) => !ELSEWHERE.includes(name));
const PLACES: readonly PlaceName[] = ['private', 'shared', 'public', 'absent'];

interface Answered {
  readonly outcome: Expected;
  readonly status: number;
  readonly text: string;
}

const ask = async (name: RouteName, place: Place, key: string | null): Promise<Answered> => {
  const { path, init } = requestOf(name, place);
  const headers = new Headers(init.headers);
  if (key !== null) headers.set('authorization', `Bearer ${key}`);
  const response = await fetch(server.url + path, { ...init, headers });
  const text = await response.text();
  return { status: response.status, text, outcome: outcomeOf(response.status, text) };
};

/** The codes of what is not there, or not for this caller. */
const HIDDEN = /"(dataset|file|section|preview|collection|space|job|failure|view)_not_found"/;

const outcomeOf = (status: number, text: string): Expected => {
  if (status === 401) return 'not_signed_in';
  if (status === 403) return 'forbidden';
  return status === 404 && HIDDEN.test(text) ? 'hidden' : 'allowed';
};

/** What an answer may contain: the places that the caller sees. */
const visiblePlaces = (caller: CallerName, subject: string): PlaceName[] => {
  if (caller === 'invalid') return [];
  if (caller === 'job') return ['private'];
  return PLACES.filter((place) => sees(caller, place, subject));
};

/** Markers of the places that the caller does not see. */
const leaksOf = (text: string, visible: readonly string[]): string[] =>
  [...text.matchAll(/marker-(private|shared|public)-[0-9a-f-]{36}/g)].flatMap(([marker, place]) =>
    visible.includes(place ?? '') ? [] : [marker],
  );

const NO_CALLER: Calling = ['invalid', null];

let cells = 0;

/** Operators read messages, which name what they are about; so does who claims the jobs of everybody. */
const readsMessages = ({ right }: Route, caller: CallerName): boolean =>
  right === 'operate instance' ||
  (right === 'claim extractor' && (caller === 'operator' || caller === 'machine'));

const checkCell = async (name: RouteName, caller: CallerName, key: string | null, place: PlaceName) => {
  const route: Route = routes[name];
  cells += 1;
  const expected = expectedOf(name, route, caller, place);
  const { outcome, status, text } = await ask(name, places[place], key);
  const wrong =
    outcome === expected
      ? []
      : [`${caller} × ${place}: ${status}, expected ${expected}. ${text.slice(0, 120)}`];
  const subject = route.right.split(' ')[1] ?? '';
  const leaks = readsMessages(route, caller) ? [] : leaksOf(text, visiblePlaces(caller, subject));
  return [...wrong, ...leaks.map((marker) => `${caller} × ${place}: the answer contains ${marker}`)];
};

/** A key that is refused is looked up before anything else, so one place shows what all would. */
const callersAt = (place: PlaceName): Calling[] =>
  callers.filter(([caller]) => caller !== 'invalid' || place === 'private');

type Allowed = (calling: Calling, place: PlaceName) => boolean;

/** What is stored is read twice for all of them, since reading it costs more than the requests. */
const checkDenied = async (name: RouteName, isAllowed: Allowed): Promise<string[]> => {
  const problems: string[] = [];
  const before = await digestOf(server.db);
  for (const place of PLACES) {
    const denied = callersAt(place).filter((calling) => !isAllowed(calling, place));
    const checks = await Promise.all(denied.map(([caller, key]) => checkCell(name, caller, key, place)));
    problems.push(...checks.flat());
  }
  const after = await digestOf(server.db);
  const changed = after.split('\n').filter((table) => !before.split('\n').includes(table));
  return [...problems, ...changed.map((table) => `a refused request has changed ${table}`)];
};

const checkAllowed = async (
  name: RouteName,
  place: PlaceName,
  allowed: readonly CallerName[],
): Promise<string[]> => {
  const check = async (wanted: CallerName): Promise<string[]> => {
    // Read in each turn: the job has a new credential once its place was renewed.
    const [caller, key] = callers.find(([one]) => one === wanted) ?? NO_CALLER;
    return checkCell(name, caller, key, place);
  };
  if (!DESTROYS.includes(name) || place === 'absent') return (await Promise.all(allowed.map(check))).flat();
  const problems: string[] = [];
  for (const caller of allowed) {
    problems.push(...(await check(caller)));
    await renewPlace(place);
  }
  return problems;
};

/** Otherwise each route would be asked among the jobs of all those before it. */
afterEach(() => deleteOtherJobs(server.db, Object.values(places)));

test.each(NAMES)(
  '%s answers each caller what they have a right to, and changes nothing otherwise',
  async (name) => {
    const route: Route = routes[name];
    const isAllowed: Allowed = ([caller], place) => expectedOf(name, route, caller, place) === 'allowed';
    const problems = await checkDenied(name, isAllowed);
    for (const place of PLACES) {
      const allowed = callersAt(place).filter((calling) => isAllowed(calling, place));
      problems.push(
        ...(await checkAllowed(
          name,
          place,
          allowed.map(([caller]) => caller),
        )),
      );
    }
    expect(problems).toEqual([]);
  },
);

test('the matrix has a cell for each route, caller and place', () => {
  console.info(`${cells} cells: ${NAMES.length} routes, ${callers.length} callers, ${PLACES.length} places`);
  const each = PLACES.reduce((sum, place) => sum + callersAt(place).length, 0);
  expect(cells).toBe(NAMES.length * each);
  expect(Object.keys(PEOPLE)).toHaveLength(9);
});
