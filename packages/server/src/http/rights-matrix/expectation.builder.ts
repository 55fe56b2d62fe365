import type { Route, RouteName } from '@pawprint/protocol';
import { PEOPLE, type PersonName, type PlaceName } from './world.builder.ts';

/** Keys with one scope, of two people. */
export const SCOPED_KEYS = {
  'owner/read': ['owner', 'read'],
  'owner/write': ['owner', 'write'],
  'owner/submit': ['owner', 'submit'],
  'root/operate': ['root', 'operate'],
} as const;
export type KeyName = keyof typeof SCOPED_KEYS;

/** `job`: the credential of the owner's job in the private place. `invalid`: a forged, revoked or expired key. */
export type CallerName = PersonName | KeyName | 'nobody' | 'job' | 'invalid';

/** What an answer must be. `hidden`: as if there were nothing. */
export type Expected = 'allowed' | 'forbidden' | 'hidden' | 'not_signed_in';

const EVERYWHERE: readonly PlaceName[] = ['private', 'shared', 'public'];

/** The rules once more, written down as tables: what the server decides is compared with these. */
const SEES: Readonly<Record<PersonName | 'nobody', readonly PlaceName[]>> = {
  owner: EVERYWHERE,
  root: EVERYWHERE,
  auditor: EVERYWHERE,
  viewer: ['shared', 'public'],
  editor: ['shared', 'public'],
  manager: ['shared', 'public'],
  stranger: ['public'],
  operator: ['public'],
  machine: ['public'],
  nobody: ['public'],
};

const CHANGES: Partial<Record<CallerName, readonly PlaceName[]>> = {
  owner: EVERYWHERE,
  root: EVERYWHERE,
  editor: ['shared'],
  manager: ['shared'],
};

const DECIDES: Partial<Record<CallerName, readonly PlaceName[]>> = {
  owner: EVERYWHERE,
  root: EVERYWHERE,
  manager: ['shared'],
};

const REPORTS: Partial<Record<CallerName, readonly PlaceName[]>> = {
  ...CHANGES,
  operator: EVERYWHERE,
  machine: EVERYWHERE,
};

/** A saved view has an owner, and is shared with everybody or nobody: here, in all places but the private one. */
const VIEWS_SEEN: Readonly<Record<'owner' | 'others', readonly PlaceName[]>> = {
  owner: EVERYWHERE,
  others: ['shared', 'public'],
};

/** A collection and a space are never public. */
const isNeverPublic = (subject: string): boolean => /^(collection|space)/.test(subject);

export const isKey = (caller: CallerName): caller is KeyName => caller in SCOPED_KEYS;

/** What a key with each scope can do of what its owner can do. */
const SCOPE_ALLOWS = {
  read: ['see', 'inspect', 'audit'],
  write: ['see', 'create', 'change', 'delete', 'share', 'report', 'claim'],
  submit: ['see', 'submit', 'cancel'],
  operate: ['operate', 'inspect'],
} as const;

const isInScopeOf = (key: KeyName, verb: string): boolean =>
  SCOPE_ALLOWS[SCOPED_KEYS[key][1]].some((allowed) => allowed === verb);

export const sees = (caller: PersonName | KeyName | 'nobody', place: PlaceName, subject: string): boolean => {
  if (isKey(caller)) return isInScopeOf(caller, 'see') && sees(SCOPED_KEYS[caller][0], place, subject);
  if (subject.startsWith('view'))
    return VIEWS_SEEN[caller === 'owner' ? 'owner' : 'others'].includes(place) && caller !== 'nobody';
  return SEES[caller].includes(place) && !isHiddenThoughPublic(caller, place, subject);
};

const isHiddenThoughPublic = (caller: PersonName | 'nobody', place: PlaceName, subject: string): boolean =>
  place === 'public' && isNeverPublic(subject) && !['owner', 'root', 'auditor'].includes(caller);

const HAS: Readonly<Record<string, Partial<Record<CallerName, readonly PlaceName[]>>>> = {
  change: CHANGES,
  submit: CHANGES,
  cancel: CHANGES,
  delete: DECIDES,
  share: DECIDES,
  report: REPORTS,
};

export const expectedOf = (name: RouteName, route: Route, caller: CallerName, place: PlaceName): Expected => {
  const [verb = '', subject = ''] = route.right.split(' ');
  if (route.access === 'open') return 'allowed';
  if (caller === 'invalid') return 'not_signed_in';
  if (caller === 'job') return expectedOfJob(name, route, place, verb, subject);
  if (caller === 'nobody') return expectedOfNobody(place, verb, subject);
  if (isKey(caller)) return expectedOfKey(route, caller, place, verb, subject);
  return expectedOfPerson(route, caller, place, verb, subject);
};

const DATA = ['dataset', 'file', 'section', 'preview', 'job'];

const expectedOfNobody = (place: PlaceName, verb: string, subject: string): Expected => {
  const isPublic = verb === 'see' && [...DATA, 'datasets', 'jobs'].includes(subject);
  if (!isPublic) return 'not_signed_in';
  return subject.endsWith('s') || sees('nobody', place, subject) ? 'allowed' : 'not_signed_in';
};

const expectedOfJob = (
  name: RouteName,
  route: Route,
  place: PlaceName,
  verb: string,
  subject: string,
): Expected => {
  if (route.access !== 'job') return 'forbidden';
  if (verb === 'create' || verb === 'claim') return 'allowed';
  if (name === 'sendReports' || DATA.includes(subject)) return place === 'private' ? 'allowed' : 'hidden';
  return 'forbidden';
};

/** A key lists and stops operations as it sees and cancels jobs. Of itself it shows whose it is, and manages no keys. */
const expectedOfKey = (
  route: Route,
  key: KeyName,
  place: PlaceName,
  verb: string,
  subject: string,
): Expected => {
  const [person] = SCOPED_KEYS[key];
  const isAllowed =
    verb === 'nothing' ||
    route.right === 'own account' ||
    (verb === 'own' && subject !== 'keys' && isInScopeOf(key, route.method === 'GET' ? 'see' : 'cancel')) ||
    (verb === 'see' && subject.startsWith('extractor')) ||
    isInScopeOf(key, verb);
  return isAllowed ? expectedOfPerson(route, person, place, verb, subject) : 'forbidden';
};

/** The roles that have rights to the instance as a whole. */
const ROLES_OF_INSTANCE: Readonly<Record<string, readonly string[]>> = {
  operate: ['admin', 'operator'],
  inspect: ['admin', 'operator', 'auditor'],
  audit: ['admin', 'auditor'],
  administer: ['admin'],
};

const expectedOfPerson = (
  route: Route,
  caller: PersonName,
  place: PlaceName,
  verb: string,
  subject: string,
): Expected => {
  const role = PEOPLE[caller];
  // The extractor of the matrix is public: nobody decides who uses it, which only administrators are told.
  if (verb === 'share' && subject === 'extractor') return role === 'admin' ? 'allowed' : 'forbidden';
  if (verb === 'own' || verb === 'claim' || /^(extractor|people)/.test(subject)) return 'allowed';
  const roles = ROLES_OF_INSTANCE[verb];
  if (roles) return roles.includes(role) ? 'allowed' : 'forbidden';
  // In the plural: a list, or an act on many of which each is checked.
  if (subject.endsWith('s')) return 'allowed';
  if (verb === 'create') return createExpected(route, caller, place);
  if (place === 'absent') return 'hidden';
  if (verb === 'report') return REPORTS[caller]?.includes(place) ? 'allowed' : 'hidden';
  if (!sees(caller, place, subject)) return 'hidden';
  if (subject === 'view' && verb !== 'see') return changesView(verb, caller) ? 'allowed' : 'forbidden';
  return verb === 'see' || HAS[verb]?.[caller]?.includes(place) ? 'allowed' : 'forbidden';
};

/** Who sees a view also changes it if it is theirs; administrators delete those of others. */
const changesView = (verb: string, caller: PersonName): boolean =>
  caller === 'owner' || (verb === 'delete' && caller === 'root');

/** A collection may be created within another one, which must then be changed. */
const createExpected = (route: Route, caller: PersonName, place: PlaceName): Expected => {
  if (PEOPLE[caller] === 'extractor') return 'forbidden';
  if (!route.path.endsWith('newCollectionWithParent')) return 'allowed';
  if (place === 'absent' || !sees(caller, place, 'collection')) return 'hidden';
  return CHANGES[caller]?.includes(place) ? 'allowed' : 'forbidden';
};
