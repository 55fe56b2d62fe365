import type { Instant } from '@pawprint/core';
import { INSTANCE_RIGHTS, type InstanceRight, type KeyScope } from '@pawprint/protocol';
import { type JobCaller, type PersonCaller, type Reader, responsibleUser } from '../model/caller.ts';
import { covers, coversExtractor, type ExtractorGrant, type Grant } from '../model/grant.ts';
import type { SpaceRole } from '../model/space.ts';
import type { Database } from '../store/database.ts';
import { type Owned, readExtractorRelation, readRelation } from '../store/granted.ts';
import { findJobView } from '../store/jobs/job-views.ts';
import type { FindJobScope } from './job-scope.ts';
import { findUserCaller } from './users.ts';

/**
 * What a caller wants to do with a subject. `submit`: submit a job on it. `report`: report on a job. `claim`: get jobs of
 * an extractor. `share`: decide who else sees or uses it. The rights to the instance as a whole are those that `/api/me` names.
 */
export type Right =
  | 'see'
  | 'change'
  | 'delete'
  | 'share'
  | 'submit'
  | 'cancel'
  | 'report'
  | 'claim'
  | InstanceRight;

/** Rights to datasets, collections and spaces, and to the jobs on a dataset. */
export type DataRight = Exclude<Right, InstanceRight>;

/** Files, sections, metadata, previews and tags have the rights of their dataset; `instance` is for what is of no dataset. */
export type Subject =
  | { readonly type: 'dataset'; readonly id: string }
  | { readonly type: 'collection'; readonly id: string }
  | { readonly type: 'space'; readonly id: string }
  | { readonly type: 'job'; readonly id: string }
  | { readonly type: 'view'; readonly id: string }
  | { readonly type: 'extractor'; readonly name: string }
  | { readonly type: 'instance' };

export type HasRight = (caller: Reader, right: Right, subject: Subject) => Promise<boolean>;

/** The datasets or collections to which a caller has a right. A job has none to lists. */
export type GrantOf = (caller: Reader, right: DataRight) => Grant;

export interface Rights {
  /** For one subject. */
  readonly hasRight: HasRight;
  /** For lists. */
  readonly grantOf: GrantOf;
}

interface RightsPorts {
  readonly db: Database;
  readonly findScope: FindJobScope;
  /** Whether people who are not signed in see public datasets. */
  readonly allowPublic: boolean;
  readonly now: () => Instant;
}

/** The roles that a member of a space needs. The owner of a dataset has every right to it. */
const ROLES_WITH: Readonly<Record<DataRight, readonly SpaceRole[]>> = {
  see: ['viewer', 'editor', 'admin'],
  change: ['editor', 'admin'],
  submit: ['editor', 'admin'],
  cancel: ['editor', 'admin'],
  report: ['editor', 'admin'],
  claim: ['editor', 'admin'],
  delete: ['admin'],
  share: ['admin'],
};

/** What the roles in the instance give a right to, whoever owns it. People of the role `user` have none of these. */
const RIGHTS_TO_ALL: Readonly<Record<string, readonly DataRight[]>> = {
  admin: ['see', 'change', 'delete', 'share', 'submit', 'cancel', 'report', 'claim'],
  auditor: ['see'],
  operator: ['report', 'claim'],
  extractor: ['report', 'claim'],
};

/** The roles that give rights to the instance as a whole. Everybody but extractors creates. */
const ROLES_THAT: Readonly<Record<Exclude<InstanceRight, 'create'>, readonly string[]>> = {
  operate: ['admin', 'operator'],
  inspect: ['admin', 'operator', 'auditor'],
  audit: ['admin', 'auditor'],
  administer: ['admin'],
};

/**
 * The one place that decides on rights. A job has the rights of the person who submitted it, but only to its dataset and
 * to itself. That the job was not cancelled is checked elsewhere: for reading in `http/guards.ts`, for outputs by
 * `admitOutput`, which records a refused output in the job's log.
 */
export const createRights = (ports: RightsPorts): Rights => {
  const { db, findScope, now } = ports;

  const grantOf = createGrantOf(ports);

  const ownedHasRight = async (
    caller: PersonCaller,
    right: DataRight,
    owned: Owned,
    id: string,
  ): Promise<boolean> => {
    const grant = grantOf(caller, right);
    if (grant.of === 'all' || grant.of === 'none') return grant.of === 'all';
    const relation = await readRelation(db, owned, id, caller.kind === 'user' ? caller.id : null);
    return relation !== undefined && covers(grant, relation);
  };

  const personHasRight = async (caller: PersonCaller, right: Right, subject: Subject): Promise<boolean> => {
    if (!isInScope(caller, right, subject.type)) return false;
    if (subject.type === 'instance' || !isDataRight(right)) return hasInstanceRight(caller, right);
    if (subject.type === 'extractor') return extractorHasRight(db, caller, right, subject.name);
    if (subject.type === 'view') return viewHasRight(db, caller, right, subject.id);
    if (subject.type === 'collection') return ownedHasRight(caller, right, 'collections', subject.id);
    if (subject.type === 'dataset') return ownedHasRight(caller, right, 'datasets', subject.id);
    if (subject.type === 'space') return ownedHasRight(caller, right, 'spaces', subject.id);
    const scope = await findScope(subject.id);
    if (scope === undefined) return false;
    const { datasetId } = scope;
    // The jobs of a deleted dataset are for those who see everything.
    if (datasetId === null) return grantOf(caller, right).of === 'all';
    return ownedHasRight(caller, right, 'datasets', datasetId);
  };

  const submitterHasRight = async (job: JobCaller, right: DataRight, datasetId: string): Promise<boolean> => {
    if (job.submittedBy === null) return true;
    const submitter = await findUserCaller(db, job.submittedBy, now());
    return submitter !== undefined && ownedHasRight(submitter, right, 'datasets', datasetId);
  };

  const jobHasRight = async (job: JobCaller, right: Right, subject: Subject): Promise<boolean> => {
    if (subject.type === 'job') return subject.id === job.jobId && (right === 'see' || right === 'report');
    if (subject.type !== 'dataset') return isUnattachedUpload(right, subject);
    if (right !== 'see' && right !== 'change' && right !== 'submit') return false;
    if ((await findScope(job.jobId))?.datasetId !== subject.id) return false;
    return submitterHasRight(job, right, subject.id);
  };

  return {
    grantOf,
    hasRight: (caller, right, subject) =>
      caller.kind === 'job' ? jobHasRight(caller, right, subject) : personHasRight(caller, right, subject),
  };
};

const createGrantOf =
  ({ allowPublic }: Pick<RightsPorts, 'allowPublic'>): GrantOf =>
  (caller, right) => {
    if (caller.kind === 'job' || !isInScope(caller, right)) return { of: 'none' };
    if (caller.kind === 'nobody') return { of: right === 'see' && allowPublic ? 'public' : 'none' };
    if (RIGHTS_TO_ALL[caller.role]?.includes(right)) return { of: 'all' };
    return {
      of: 'person',
      userId: caller.id,
      roles: ROLES_WITH[right],
      includesPublic: right === 'see' && allowPublic,
    };
  };

/** What the roles in the instance give a right to, whosever private extractor it is. */
const ROLES_TO_ALL_EXTRACTORS: Partial<Record<DataRight, readonly string[]>> = {
  see: ['admin', 'operator', 'auditor'],
  claim: ['admin'],
  share: ['admin'],
};

/**
 * The extractors to which a caller has a right. `see`: be shown them. `submit`: have them work on data, to which another
 * right is needed. `claim`: run them over HTTP. `share`: decide who else uses a private one. A job stands for its
 * submitter.
 */
export const extractorGrantOf = (caller: Reader, right: DataRight): ExtractorGrant => {
  if (caller.kind === 'nobody' || !isInScope(caller, right, 'extractor')) return { of: 'none' };
  if (caller.kind === 'user' && ROLES_TO_ALL_EXTRACTORS[right]?.includes(caller.role)) return { of: 'all' };
  const userId = responsibleUser(caller);
  if (right === 'see' || right === 'submit') return extractorsUsableBy(userId);
  if (right !== 'claim' && right !== 'share') return { of: 'none' };
  return { of: 'person', userId, includesPublic: right === 'claim', includesShared: false };
};

/** The extractors that somebody can submit jobs to, whose right to do so was checked. */
export const extractorsUsableBy = (userId: string | null): ExtractorGrant => ({
  of: 'person',
  userId,
  includesPublic: true,
  includesShared: true,
});

/** Whoever may run public extractors may register one under a name that nobody has. */
const extractorHasRight = async (
  db: Database,
  caller: PersonCaller,
  right: DataRight,
  name: string,
): Promise<boolean> => {
  const grant = extractorGrantOf(caller, right);
  if (grant.of !== 'person') return grant.of === 'all';
  const relation = await readExtractorRelation(db, name, grant.userId);
  return coversExtractor(grant, relation ?? { ownerId: null, isShared: false });
};

/** Only its owner sees and changes a private view. Administrators delete shared ones, for example of people who have left. */
const viewHasRight = async (
  db: Database,
  caller: PersonCaller,
  right: DataRight,
  id: string,
): Promise<boolean> => {
  const view = caller.kind === 'user' ? await findJobView(db, id) : undefined;
  if (caller.kind !== 'user' || view === undefined) return false;
  if (view.owner?.id === caller.id) return true;
  return view.shared && (right === 'see' || (right === 'delete' && hasInstanceRight(caller, 'administer')));
};

/** The scopes of keys that give each right, as far as the owner of the key has it. */
const SCOPES_WITH: Readonly<Record<Right, readonly KeyScope[]>> = {
  see: ['read', 'write', 'submit'],
  create: ['write'],
  change: ['write'],
  delete: ['write'],
  share: ['write'],
  report: ['write'],
  claim: ['write'],
  submit: ['submit'],
  cancel: ['submit'],
  operate: ['operate'],
  inspect: ['read', 'operate'],
  audit: ['read'],
  administer: [],
};

/** What extractors there are is no data, so every key shows it. */
export const isInScope = (caller: Reader, right: Right, subject?: string): boolean => {
  const scopes = caller.kind === 'user' ? caller.key?.scopes : undefined;
  if (!scopes || (right === 'see' && subject === 'extractor')) return true;
  return SCOPES_WITH[right].some((scope) => scopes.includes(scope));
};

export const isRight = (verb: string): verb is Right => verb in SCOPES_WITH;

const isDataRight = (right: Right): right is DataRight => right in ROLES_WITH;

const hasInstanceRight = (caller: PersonCaller, right: Right): boolean => {
  if (caller.kind === 'nobody') return false;
  if (isDataRight(right)) return RIGHTS_TO_ALL[caller.role]?.includes(right) ?? false;
  return right === 'create' ? caller.role !== 'extractor' : ROLES_THAT[right].includes(caller.role);
};

/** What a caller can do with the instance as a whole. */
export const instanceRightsOf = (caller: PersonCaller): InstanceRight[] =>
  INSTANCE_RIGHTS.filter((right) => isInScope(caller, right) && hasInstanceRight(caller, right));

/** A preview is uploaded before it is attached to anything. */
const isUnattachedUpload = (right: Right, subject: Subject): boolean =>
  right === 'create' && subject.type === 'instance';
