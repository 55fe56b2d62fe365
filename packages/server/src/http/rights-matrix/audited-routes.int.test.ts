import { type Route, type RouteName, routes } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followActs } from '../../store/audit.builder.ts';
import { requestOf } from './requests.builder.ts';
import { createPeople, createPlace, EXTRACTOR, type PersonName } from './world.builder.ts';

const CREATES = 'What is created says by whom and when.';
const DESCRIBES = 'Adds to or corrects a description; outputs say which job made them.';
const JOB_EVENT = 'The events of the job say who did it, and when.';
const WORK = 'The work of an extractor: the events of the job are its record.';
const PLANNED = 'A dry run changes nothing; what it starts is recorded, see start-operation.ts.';
const OWN = 'Of the person alone: nobody else sees or notices it.';
const ELSEWHERE = 'Recorded, and tested beside the code that does it.';

/** Routes that change something and leave nothing in the audit log. */
const NOT_AUDITED: Partial<Record<RouteName, string>> = {
  createDataset: CREATES,
  createCollection: CREATES,
  createSubcollection: CREATES,
  createSection: CREATES,
  uploadToDataset: CREATES,
  uploadDatasetFiles: CREATES,
  uploadFiles: CREATES,
  uploadForExtraction: CREATES,
  uploadPreview: CREATES,
  uploadThumbnail: CREATES,
  addFileMetadata: CREATES,
  addFileTechnicalMetadata: CREATES,
  addDatasetMetadata: CREATES,
  addDatasetTechnicalMetadata: CREATES,
  addPreviewMetadata: DESCRIBES,
  attachPreview: DESCRIBES,
  attachCollectionPreview: DESCRIBES,
  attachThumbnail: DESCRIBES,
  describeSection: DESCRIBES,
  addFileTags: DESCRIBES,
  removeFileTags: DESCRIBES,
  takeOffFileTags: DESCRIBES,
  removeAllFileTags: DESCRIBES,
  addDatasetTags: DESCRIBES,
  removeDatasetTags: DESCRIBES,
  takeOffDatasetTags: DESCRIBES,
  removeAllDatasetTags: DESCRIBES,
  addSectionTags: DESCRIBES,
  takeOffSectionTags: DESCRIBES,
  removeAllSectionTags: DESCRIBES,
  addDatasetToCollection: DESCRIBES,
  removeDatasetFromCollection: DESCRIBES,
  submitFileExtraction: JOB_EVENT,
  submitDatasetExtraction: JOB_EVENT,
  submitSelectedFiles: JOB_EVENT,
  submitDatasetFiles: JOB_EVENT,
  announceFiles: JOB_EVENT,
  cancelJob: JOB_EVENT,
  resubmitJob: JOB_EVENT,
  cancelFileExtraction: JOB_EVENT,
  cancelDatasetExtraction: JOB_EVENT,
  stopOperation: 'The operation itself says that it was stopped; only who started it can.',
  cancelJobs: PLANNED,
  resubmitJobs: PLANNED,
  removeOutputs: PLANNED,
  runMissing: PLANNED,
  tagDatasetFiles: DESCRIBES,
  deleteDatasetFiles: ELSEWHERE,
  moveDatasetFiles: ELSEWHERE,
  registerExtractor: WORK,
  sendHeartbeat: WORK,
  claimJob: WORK,
  sendReports: WORK,
  signIn: ELSEWHERE,
  signOut: ELSEWHERE,
  startOidcSignIn: ELSEWHERE,
  connectOidc: ELSEWHERE,
  register: ELSEWHERE,
  requestPasswordReset: 'A link is only asked for; what is done with it is recorded.',
  showPasswordReset: 'Changes nothing: POST keeps the token out of addresses.',
  resetPassword: ELSEWHERE,
  showInvitation: 'Changes nothing: POST keeps the token out of addresses.',
  acceptInvitation: ELSEWHERE,
  revokeInvitation: ELSEWHERE,
  shareExtractorWithPerson: ELSEWHERE,
  unshareExtractorFromPerson: ELSEWHERE,
  shareExtractorWithSpace: ELSEWHERE,
  unshareExtractorFromSpace: ELSEWHERE,
  revokeKey: ELSEWHERE,
  removeUserKey: ELSEWHERE,
  setExtractorEnabled: ELSEWHERE,
  setDispatchPaused: ELSEWHERE,
  setVersionSuperseded: ELSEWHERE,
  deleteExtractor: ELSEWHERE,
  approveExtractorChange: ELSEWHERE,
  declineExtractorChange: ELSEWHERE,
  registerUnregisteredExtractor: ELSEWHERE,
  removeDatasetMetadata: ELSEWHERE,
  updateExtractorLabel: ELSEWHERE,
  deleteExtractorLabel: ELSEWHERE,
  replayErrorQueue: ELSEWHERE,
  discardErrorQueue: ELSEWHERE,
  replayQuarantined: ELSEWHERE,
  discardQuarantined: ELSEWHERE,
  placeImportedEvents: ELSEWHERE,
  createWatch: OWN,
  deleteWatch: OWN,
  readNotifications: OWN,
  createWebhook: OWN,
  deleteWebhook: OWN,
  resendDelivery: OWN,
  changeAlertRule: ELSEWHERE,
  deleteAlertRule: ELSEWHERE,
  reviewFailure: ELSEWHERE,
};

let server: TestServer;
let keys: Readonly<Record<PersonName, string>>;
beforeAll(async () => {
  server = await startTestServer();
  keys = await createPeople(server.db);
  const body = { name: EXTRACTOR, version: '1.0', description: 'Counts words' };
  await server.client.call('registerExtractor', { body });
});
afterAll(() => server.stop());

const CHANGING = (Object.keys(routes) as RouteName[]).filter((name) => routes[name].method !== 'GET');

test.each(CHANGING.filter((name) => NOT_AUDITED[name] === undefined))(
  '%s leaves an act in the audit log that says who did it, from where and how',
  async (name) => {
    const route: Route = routes[name];
    const caller: PersonName = route.right.endsWith(' instance') ? 'root' : 'owner';
    const place = await createPlace(server, keys.owner, 'shared');
    const readActs = await followActs(server.db);
    const { path: matrixPath, init } = requestOf(name, place);
    const path = matrixPath.replace(/^\/api\/accounts\/[0-9a-f-]{36}/, '/api/accounts/stranger');
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${keys[caller]}`);
    const response = await fetch(server.url + path, { ...init, headers });
    expect(response.status, await response.text()).toBeLessThan(300);
    const acts = await readActs();
    expect(acts).not.toEqual([]);
    for (const act of acts)
      expect(act).toMatchObject({ user_id: caller, address: '127.0.0.1', means: 'key', credential: 'test' });
  },
);

test('no route is excused that does not change anything', () => {
  expect(Object.keys(NOT_AUDITED).filter((name) => !CHANGING.some((changing) => changing === name))).toEqual(
    [],
  );
});
