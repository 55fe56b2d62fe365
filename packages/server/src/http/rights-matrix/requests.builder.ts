import { type Route, type RouteName, routes } from '@pawprint/protocol';
import { v7 } from 'uuid';
import { EXTRACTOR, type Place } from './world.builder.ts';

/** The place's id that stands in a route's path. */
const idOf = (name: RouteName, { right, path }: Route, place: Place): string => {
  if (path.startsWith('/api/thumbnails/')) return place.thumbnailId;
  if (path.startsWith('/api/previews/')) return place.previewId;
  if (path.startsWith('/api/sections/')) return place.sectionId;
  if (path.startsWith('/api/collections/')) return place.collectionId;
  if (path.startsWith('/api/spaces/')) return place.spaceId;
  if (path.startsWith('/api/attention/')) return place.failureId;
  if (path.startsWith('/api/job-views/')) return place.viewId;
  if (path.startsWith('/api/jobs/')) return place.jobId;
  if (name === 'cancelDatasetExtraction' || path.startsWith('/api/datasets/')) return place.datasetId;
  if (path.startsWith('/api/files/')) return place.fileId;
  if (right.endsWith(' dataset')) return place.datasetId;
  return right.endsWith(' file') ? place.fileId : v7();
};

const paramsOf = (name: RouteName, route: Route, place: Place): Record<string, string> => ({
  id: idOf(name, route, place),
  preview_id: place.previewId,
  thumbnail_id: place.thumbnailId,
  dataset_id: place.datasetId,
  space_id: place.spaceId,
  collection_id: place.collectionId,
  ds_id: place.datasetId,
  file_ids: place.fileId,
  msg_id: name === 'cancelDatasetExtraction' ? place.datasetJobId : place.jobId,
  user_id: 'viewer',
  name: EXTRACTOR,
  instance_id: 'i-1',
  version: '1.0',
  package: 'pawprint-extractor.tgz',
  delivery_id: v7(),
});

const AN_ALERT_RULE = { condition: { kind: 'no_instance', extractor: EXTRACTOR }, hold_s: 86_400 };

const TAGS = { tags: ['wet'] };

/** What each route takes, valid for its schema. */
const BODIES: Partial<Record<RouteName, (place: Place) => unknown>> = {
  invite: () => ({ email: `${v7()}@example.org` }),
  acceptInvitation: () => ({ token: 'unknown', name: 'Somebody', password: 'a password' }),
  showInvitation: () => ({ token: 'unknown' }),
  register: () => ({ email: 'somebody@example.org', name: 'Somebody', password: 'a password' }),
  requestPasswordReset: () => ({ email: 'somebody@example.org' }),
  showPasswordReset: () => ({ token: 'unknown' }),
  resetPassword: () => ({ token: 'unknown', password: 'a password' }),
  setAccountRole: () => ({ role: 'admin' }),
  banAccount: () => ({ reason: 'left' }),
  createKey: () => ({ name: `key ${v7()}` }),
  createDataset: () => ({ name: 'Another' }),
  renameDataset: ({ marker }) => ({ name: marker }),
  describeDataset: ({ marker }) => ({ description: marker }),
  editDataset: ({ marker }) => ({ name: marker, description: marker }),
  renameFile: ({ marker }) => ({ name: `${marker}.txt` }),
  describeFile: ({ marker }) => ({ description: marker }),
  addFileMetadata: ({ marker }) => ({ content: { marker } }),
  addFileTechnicalMetadata: ({ marker }) => ({ marker }),
  addDatasetMetadata: ({ marker }) => ({ content: { marker } }),
  addDatasetTechnicalMetadata: ({ marker }) => ({ marker }),
  addFileTags: () => TAGS,
  removeFileTags: () => TAGS,
  takeOffFileTags: () => TAGS,
  addDatasetTags: () => TAGS,
  removeDatasetTags: () => TAGS,
  takeOffDatasetTags: () => TAGS,
  addSectionTags: () => TAGS,
  takeOffSectionTags: () => TAGS,
  addPreviewMetadata: ({ marker }) => ({ marker }),
  createSection: ({ fileId, marker }) => ({ file_id: fileId, description: marker }),
  describeSection: ({ marker }) => ({ description: marker }),
  createCollection: () => ({ name: 'Another' }),
  createSubcollection: ({ collectionId }) => ({ name: 'Another', parentId: collectionId }),
  createSpace: () => ({ name: 'Another' }),
  changeSpace: ({ marker }) => ({ description: marker }),
  updateSpace: ({ marker }) => ({ description: marker }),
  setSpaceMember: () => ({ role: 'viewer' }),
  updateSpaceUsers: () => ({ rolesandusers: { Viewer: 'viewer' } }),
  setDatasetPublic: ({ marker }) => ({ public: marker.startsWith('marker-public') }),
  createJobView: () => ({ name: `view ${v7()}`, query: 'state:failed', shared: true }),
  changeJobView: ({ marker }) => ({ name: marker, query: marker }),
  createWatch: () => ({ extractor: EXTRACTOR, outcomes: ['failed'] }),
  readNotifications: () => ({}),
  createWebhook: () => ({ name: 'Lab', url: 'https://hooks.example.org/pawprint' }),
  createAlertRule: () => AN_ALERT_RULE,
  changeAlertRule: () => AN_ALERT_RULE,
  reviewFailure: () => ({ known: true, note: 'The files are broken.' }),
  cancelJobs: ({ jobId }) => ({ ids: [jobId], dry_run: true }),
  resubmitJobs: ({ jobId }) => ({ ids: [jobId], dry_run: true }),
  removeOutputs: ({ jobId }) => ({ ids: [jobId], dry_run: true }),
  tagDatasetFiles: ({ fileId }) => ({ ids: [fileId], add: ['wet'], dry_run: true }),
  deleteDatasetFiles: ({ fileId }) => ({ ids: [fileId], dry_run: true }),
  moveDatasetFiles: ({ fileId, datasetId }) => ({ ids: [fileId], to: datasetId, dry_run: true }),
  runMissing: ({ datasetId }) => ({ dataset_id: datasetId, dry_run: true }),
  submitFileExtraction: () => ({ extractor: EXTRACTOR }),
  submitDatasetExtraction: () => ({ extractor: EXTRACTOR }),
  submitSelectedFiles: () => ({ extractor: EXTRACTOR }),
  submitDatasetFiles: () => ({ extractor: EXTRACTOR }),
  cancelFileExtraction: () => ({ extractor: EXTRACTOR }),
  cancelDatasetExtraction: () => ({ extractor: EXTRACTOR }),
  setSpaceExtractor: () => ({ choice: 'on' }),
  setExtractorEnabled: () => ({ enabled: true }),
  setDispatchPaused: () => ({ paused: false }),
  setVersionSuperseded: () => ({ superseded: true }),
  registerExtractor: () => ({ name: EXTRACTOR, version: '1.0', description: 'Counts words' }),
  sendHeartbeat: () => ({ version: '1.0', interval_s: 60 }),
  claimJob: () => ({ instance_id: 'i-1', version: '1.0', wait_s: 0 }),
  sendReports: () => ({ lease_id: v7(), reports: [] }),
  createExtractorLabel: () => ({ name: `label ${v7()}`, category: null, extractors: [] }),
  updateExtractorLabel: () => ({ name: `label ${v7()}`, category: null, extractors: [] }),
  replayErrorQueue: () => ({ ids: ['1'] }),
  discardErrorQueue: () => ({ ids: ['1'] }),
  importEvents: ({ fileId }) => ({ source: 'clowder-v1', events: [anImportedEvent(fileId)] }),
  placeImportedEvents: () => ({ source: 'clowder-v1' }),
};

/** The queries of the routes that need one. */
const QUERIES: Partial<Record<RouteName, (place: Place) => string>> = {
  streamJobs: () => '?after=0',
  searchEverything: ({ marker }) => `?q=${marker}&limit=20`,
  findMetadata: ({ marker }) => `?q=${marker}`,
  exportJobs: () => '?format=ndjson',
  addUserKey: () => `?name=${v7()}`,
  removeSpaceUser: () => '?removeUser=viewer',
  setDatasetAccess: ({ marker }) =>
    marker.startsWith('marker-public') ? '?aceess=PUBLIC' : '?aceess=PRIVATE',
};

const anImportedEvent = (fileId: string) => ({
  id: v7(),
  job_id: null,
  extractor: EXTRACTOR,
  resource: { id: fileId },
  kind: 'STARTED',
  message: 'Started.',
  at: '2020-01-01T00:00:00Z',
  reported_at: null,
  reported: null,
  user: null,
});

const formOf = ({ marker }: Place): FormData => {
  const form = new FormData();
  form.append('File', new Blob([marker], { type: 'image/png' }), 'another.png');
  return form;
};

/** The request of a route about a place. */
export const requestOf = (
  name: RouteName,
  place: Place,
): { readonly path: string; readonly init: RequestInit } => {
  const route: Route = routes[name];
  const params = paramsOf(name, route, place);
  const query = QUERIES[name]?.(place) ?? '';
  const path = route.path.replaceAll(/:([a-z_]+)/g, (_, param: string) => params[param] ?? '') + query;
  const headers = { accept: 'application/json' };
  if (route.multipart) return { path, init: { method: route.method, headers, body: formOf(place) } };
  if (!route.body) return { path, init: { method: route.method, headers } };
  const body = JSON.stringify(BODIES[name]?.(place) ?? {});
  const json = { ...headers, 'content-type': 'application/json' };
  return { path, init: { method: route.method, headers: json, body } };
};
