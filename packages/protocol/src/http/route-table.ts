export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What an answer's body is. `bytes` and `stream` are not JSON and are read by the caller itself. */
export type AnswerKind = 'json' | 'text' | 'bytes' | 'stream';

/** What a route shows of data. In the plural: a list, of which everybody gets what they see. */
type DataSeen = 'dataset' | 'datasets' | 'file' | 'section' | 'preview' | 'job' | 'jobs';

/**
 * What a caller does with a route, and to what. A file, a section and a preview have the rights of their dataset, and so
 * does a job. `share`: decide who sees it. `own`: only what is the caller's.
 */
export type RouteRight =
  | 'anyone'
  | `see ${DataSeen | 'collection' | 'collections' | 'space' | 'spaces' | 'extractor' | 'extractors'}`
  | `create ${'dataset' | 'collection' | 'space' | 'preview'}`
  | `change ${'dataset' | 'file' | 'section' | 'preview' | 'collection'}`
  | `delete ${'dataset' | 'collection'}`
  | `share ${'dataset' | 'collection' | 'space' | 'extractor'}`
  | `submit ${'file' | 'dataset' | 'job' | 'jobs'}`
  | `cancel ${'job' | 'jobs'}`
  | 'report job'
  | 'claim extractor'
  | `own ${'account' | 'keys' | 'operation' | 'operations' | 'jobs' | 'datasets'}`
  | 'see people'
  | `${'operate' | 'inspect' | 'audit' | 'administer'} instance`;

/** The routes with these rights answer people who are not signed in, of what is public. */
export type PublicRight = `see ${DataSeen}`;

/**
 * What a client needs to call a route. It contains no schema, so that a page can have the whole table without zod. The
 * parameters and the answer of a route are in its contract, under the same name.
 */
export interface RouteLine {
  readonly method: Method;
  readonly path: `/${string}`;
  /** Who can call it: everybody; callers who are signed in or send a key; these and the credential of a job. */
  readonly access: 'open' | 'signed-in' | 'job';
  /** What the caller needs a right to. The routes that see data also answer people who are not signed in, of what is public. */
  readonly right: RouteRight;
  /** How a refusal is written: Clowder v1's clients get a bare 401 text, everyone else the error shape. Default: ours. */
  readonly family?: 'pawprint' | 'clowder-v1';
  /** Default: `json`. */
  readonly answerKind?: AnswerKind;
  /** The call waits, and the server ends it early when it stops. */
  readonly longPoll?: boolean;
}

/** The whole API on one screen. A route of the family `clowder-v1` has the path and answer that it has in Clowder v1. */
// biome-ignore format: one line a route
export const routeTable = {
  showHealth: { method: 'GET', path: '/api/health', access: 'open', right: 'anyone' },
  showReadiness: { method: 'GET', path: '/api/ready', access: 'open', right: 'anyone' },
  showVersion: { method: 'GET', path: '/api/version', access: 'open', right: 'anyone' },
  showMetrics: { method: 'GET', path: '/metrics', access: 'signed-in', right: 'see extractors', answerKind: 'text' },
  showStatus: { method: 'GET', path: '/api/status', access: 'open', right: 'anyone', family: 'clowder-v1' },
  showMe: { method: 'GET', path: '/api/me', access: 'signed-in', right: 'own account' },
  listUsers: { method: 'GET', path: '/api/users', access: 'signed-in', right: 'see people', family: 'clowder-v1' },
  signIn: { method: 'POST', path: '/api/auth/sign-in/email', access: 'open', right: 'anyone' },
  showSignInOptions: { method: 'GET', path: '/api/sign-in-options', access: 'open', right: 'anyone' },
  startOidcSignIn: { method: 'POST', path: '/api/auth/sign-in/oidc', access: 'open', right: 'anyone' },
  connectOidc: { method: 'POST', path: '/api/auth/connect/oidc', access: 'signed-in', right: 'own account' },
  signOut: { method: 'POST', path: '/api/auth/sign-out', access: 'open', right: 'anyone' },
  register: { method: 'POST', path: '/api/registrations', access: 'open', right: 'anyone' },
  requestPasswordReset: { method: 'POST', path: '/api/password-resets', access: 'open', right: 'anyone' },
  showPasswordReset: { method: 'POST', path: '/api/password-resets/show', access: 'open', right: 'anyone' },
  resetPassword: { method: 'POST', path: '/api/password-resets/use', access: 'open', right: 'anyone' },
  listInvitations: { method: 'GET', path: '/api/invitations', access: 'signed-in', right: 'administer instance' },
  invite: { method: 'POST', path: '/api/invitations', access: 'signed-in', right: 'administer instance' },
  revokeInvitation: { method: 'DELETE', path: '/api/invitations/:id', access: 'signed-in', right: 'administer instance' },
  showInvitation: { method: 'POST', path: '/api/invitations/show', access: 'open', right: 'anyone' },
  acceptInvitation: { method: 'POST', path: '/api/invitations/accept', access: 'open', right: 'anyone' },
  listAccounts: { method: 'GET', path: '/api/accounts', access: 'signed-in', right: 'administer instance' },
  showAccount: { method: 'GET', path: '/api/accounts/:id', access: 'signed-in', right: 'administer instance' },
  setAccountRole: { method: 'PUT', path: '/api/accounts/:id/role', access: 'signed-in', right: 'administer instance' },
  banAccount: { method: 'PUT', path: '/api/accounts/:id/ban', access: 'signed-in', right: 'administer instance' },
  unbanAccount: { method: 'DELETE', path: '/api/accounts/:id/ban', access: 'signed-in', right: 'administer instance' },
  endAccountSessions: { method: 'DELETE', path: '/api/accounts/:id/sessions', access: 'signed-in', right: 'administer instance' },
  createPasswordLink: { method: 'POST', path: '/api/accounts/:id/password-links', access: 'signed-in', right: 'administer instance' },
  deleteAccount: { method: 'DELETE', path: '/api/accounts/:id', access: 'signed-in', right: 'administer instance' },
  listKeys: { method: 'GET', path: '/api/keys', access: 'signed-in', right: 'own keys' },
  createKey: { method: 'POST', path: '/api/keys', access: 'signed-in', right: 'own keys' },
  revokeKey: { method: 'DELETE', path: '/api/keys/:id', access: 'signed-in', right: 'own keys' },
  listUserKeys: { method: 'GET', path: '/api/users/keys', access: 'signed-in', right: 'own keys', family: 'clowder-v1' },
  showUserKey: { method: 'GET', path: '/api/users/keys/:name', access: 'signed-in', right: 'own keys', family: 'clowder-v1' },
  addUserKey: { method: 'POST', path: '/api/users/keys', access: 'signed-in', right: 'own keys', family: 'clowder-v1' },
  removeUserKey: { method: 'DELETE', path: '/api/users/keys/:name', access: 'signed-in', right: 'own keys', family: 'clowder-v1' },
  listDatasets: { method: 'GET', path: '/api/datasets', access: 'signed-in', right: 'see datasets', family: 'clowder-v1' },
  createDataset: { method: 'POST', path: '/api/datasets/createempty', access: 'signed-in', right: 'create dataset', family: 'clowder-v1' },
  showDataset: { method: 'GET', path: '/api/datasets/:id', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  deleteDataset: { method: 'DELETE', path: '/api/datasets/:id', access: 'signed-in', right: 'delete dataset', family: 'clowder-v1' },
  renameDataset: { method: 'PUT', path: '/api/datasets/:id/title', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  describeDataset: { method: 'PUT', path: '/api/datasets/:id/description', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  editDataset: { method: 'POST', path: '/api/datasets/:id/editing', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  listDatasetFiles: { method: 'GET', path: '/api/datasets/:id/files', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  listAllDatasetFiles: { method: 'GET', path: '/api/datasets/:id/listAllFiles', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  listTopDatasetFiles: { method: 'GET', path: '/api/datasets/:id/listFiles', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  findDatasetFiles: { method: 'GET', path: '/api/datasets/:id/files/search', access: 'signed-in', right: 'see dataset' },
  countDatasetFiles: { method: 'GET', path: '/api/datasets/:id/files/counts', access: 'signed-in', right: 'see dataset' },
  downloadDatasetFiles: { method: 'GET', path: '/api/datasets/:id/files/download', access: 'signed-in', right: 'see dataset', answerKind: 'bytes' },
  tagDatasetFiles: { method: 'POST', path: '/api/datasets/:id/files/tag', access: 'signed-in', right: 'change dataset' },
  deleteDatasetFiles: { method: 'POST', path: '/api/datasets/:id/files/delete', access: 'signed-in', right: 'change dataset' },
  moveDatasetFiles: { method: 'POST', path: '/api/datasets/:id/files/move', access: 'signed-in', right: 'change dataset' },
  downloadDataset: { method: 'GET', path: '/api/datasets/:id/download', access: 'job', right: 'see dataset', family: 'clowder-v1', answerKind: 'bytes' },
  uploadToDataset: { method: 'POST', path: '/api/uploadToDataset/:id', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  uploadDatasetFiles: { method: 'POST', path: '/api/datasets/:id/files', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  uploadFiles: { method: 'POST', path: '/api/files', access: 'signed-in', right: 'create dataset', family: 'clowder-v1' },
  listFiles: { method: 'GET', path: '/api/files', access: 'signed-in', right: 'see datasets', family: 'clowder-v1' },
  downloadFile: { method: 'GET', path: '/api/files/:id', access: 'job', right: 'see file', family: 'clowder-v1', answerKind: 'bytes' },
  downloadFileBlob: { method: 'GET', path: '/api/files/:id/blob', access: 'job', right: 'see file', family: 'clowder-v1', answerKind: 'bytes' },
  showFile: { method: 'GET', path: '/api/files/:id/metadata', access: 'job', right: 'see file', family: 'clowder-v1' },
  deleteFile: { method: 'DELETE', path: '/api/files/:id', access: 'signed-in', right: 'change file', family: 'clowder-v1' },
  removeFile: { method: 'POST', path: '/api/files/:id/remove', access: 'signed-in', right: 'change file', family: 'clowder-v1' },
  renameFile: { method: 'PUT', path: '/api/files/:id/filename', access: 'job', right: 'change file', family: 'clowder-v1' },
  describeFile: { method: 'PUT', path: '/api/files/:id/updateDescription', access: 'job', right: 'change file', family: 'clowder-v1' },
  listFileMetadata: { method: 'GET', path: '/api/files/:id/metadata.jsonld', access: 'job', right: 'see file', family: 'clowder-v1' },
  addFileMetadata: { method: 'POST', path: '/api/files/:id/metadata.jsonld', access: 'job', right: 'change file', family: 'clowder-v1' },
  removeFileMetadata: { method: 'DELETE', path: '/api/files/:id/metadata.jsonld', access: 'job', right: 'change file', family: 'clowder-v1' },
  listFileTechnicalMetadata: { method: 'GET', path: '/api/files/:id/technicalmetadatajson', access: 'job', right: 'see file', family: 'clowder-v1' },
  addFileTechnicalMetadata: { method: 'POST', path: '/api/files/:id/metadata', access: 'job', right: 'change file', family: 'clowder-v1' },
  showExtractedMetadata: { method: 'GET', path: '/api/files/:id/extracted_metadata', access: 'job', right: 'see file', family: 'clowder-v1' },
  listDatasetMetadata: { method: 'GET', path: '/api/datasets/:id/metadata.jsonld', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  addDatasetMetadata: { method: 'POST', path: '/api/datasets/:id/metadata.jsonld', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  removeDatasetMetadata: { method: 'DELETE', path: '/api/datasets/:id/metadata.jsonld', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  listDatasetTechnicalMetadata: { method: 'GET', path: '/api/datasets/:id/technicalmetadatajson', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  addDatasetTechnicalMetadata: { method: 'POST', path: '/api/datasets/:id/metadata', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  listMetadataDefinitions: { method: 'GET', path: '/api/datasets/:id/metadata', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  addFileTags: { method: 'POST', path: '/api/files/:id/tags', access: 'job', right: 'change file', family: 'clowder-v1' },
  listFileTags: { method: 'GET', path: '/api/files/:id/tags', access: 'job', right: 'see file', family: 'clowder-v1' },
  removeFileTags: { method: 'DELETE', path: '/api/files/:id/tags', access: 'signed-in', right: 'change file', family: 'clowder-v1' },
  takeOffFileTags: { method: 'POST', path: '/api/files/:id/tags/remove', access: 'signed-in', right: 'change file', family: 'clowder-v1' },
  removeAllFileTags: { method: 'POST', path: '/api/files/:id/tags/remove_all', access: 'signed-in', right: 'change file', family: 'clowder-v1' },
  addDatasetTags: { method: 'POST', path: '/api/datasets/:id/tags', access: 'job', right: 'change dataset', family: 'clowder-v1' },
  listDatasetTags: { method: 'GET', path: '/api/datasets/:id/tags', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  removeDatasetTags: { method: 'DELETE', path: '/api/datasets/:id/tags', access: 'signed-in', right: 'change dataset', family: 'clowder-v1' },
  takeOffDatasetTags: { method: 'POST', path: '/api/datasets/:id/tags/remove', access: 'signed-in', right: 'change dataset', family: 'clowder-v1' },
  removeAllDatasetTags: { method: 'POST', path: '/api/datasets/:id/tags/remove_all', access: 'signed-in', right: 'change dataset', family: 'clowder-v1' },
  uploadPreview: { method: 'POST', path: '/api/previews', access: 'job', right: 'create preview', family: 'clowder-v1' },
  attachPreview: { method: 'POST', path: '/api/files/:id/previews/:preview_id', access: 'job', right: 'change file', family: 'clowder-v1' },
  attachCollectionPreview: { method: 'POST', path: '/api/collections/:id/previews/:preview_id', access: 'signed-in', right: 'change collection', family: 'clowder-v1' },
  addPreviewMetadata: { method: 'POST', path: '/api/previews/:id/metadata', access: 'job', right: 'change preview', family: 'clowder-v1' },
  downloadPreview: { method: 'GET', path: '/api/previews/:id', access: 'job', right: 'see preview', family: 'clowder-v1', answerKind: 'bytes' },
  deletePreview: { method: 'DELETE', path: '/api/previews/:id', access: 'signed-in', right: 'change preview', family: 'clowder-v1' },
  listFilePreviews: { method: 'GET', path: '/api/files/:id/listpreviews', access: 'job', right: 'see file', family: 'clowder-v1' },
  getFilePreviews: { method: 'GET', path: '/api/files/:id/getPreviews', access: 'job', right: 'see file', family: 'clowder-v1' },
  uploadThumbnail: { method: 'POST', path: '/api/fileThumbnail', access: 'job', right: 'create preview', family: 'clowder-v1' },
  attachThumbnail: { method: 'POST', path: '/api/files/:id/thumbnails/:thumbnail_id', access: 'job', right: 'change file', family: 'clowder-v1' },
  downloadThumbnail: { method: 'GET', path: '/api/thumbnails/:id', access: 'job', right: 'see preview', family: 'clowder-v1', answerKind: 'bytes' },
  downloadThumbnailBlob: { method: 'GET', path: '/api/thumbnails/:id/blob', access: 'job', right: 'see preview', family: 'clowder-v1', answerKind: 'bytes' },
  deleteThumbnail: { method: 'DELETE', path: '/api/thumbnails/:id', access: 'signed-in', right: 'change preview', family: 'clowder-v1' },
  createSection: { method: 'POST', path: '/api/sections', access: 'job', right: 'change file', family: 'clowder-v1' },
  showSection: { method: 'GET', path: '/api/sections/:id', access: 'job', right: 'see section', family: 'clowder-v1' },
  deleteSection: { method: 'DELETE', path: '/api/sections/:id', access: 'signed-in', right: 'change section', family: 'clowder-v1' },
  describeSection: { method: 'POST', path: '/api/sections/:id/description', access: 'job', right: 'change section', family: 'clowder-v1' },
  addSectionTags: { method: 'POST', path: '/api/sections/:id/tags', access: 'job', right: 'change section', family: 'clowder-v1' },
  listSectionTags: { method: 'GET', path: '/api/sections/:id/tags', access: 'job', right: 'see section', family: 'clowder-v1' },
  takeOffSectionTags: { method: 'POST', path: '/api/sections/:id/tags/remove', access: 'signed-in', right: 'change section', family: 'clowder-v1' },
  removeAllSectionTags: { method: 'POST', path: '/api/sections/:id/tags/remove_all', access: 'signed-in', right: 'change section', family: 'clowder-v1' },
  listCollections: { method: 'GET', path: '/api/collections', access: 'signed-in', right: 'see collections', family: 'clowder-v1' },
  listAllCollections: { method: 'GET', path: '/api/collections/allCollections', access: 'signed-in', right: 'see collections', family: 'clowder-v1' },
  createCollection: { method: 'POST', path: '/api/collections', access: 'signed-in', right: 'create collection', family: 'clowder-v1' },
  createSubcollection: { method: 'POST', path: '/api/collections/newCollectionWithParent', access: 'signed-in', right: 'create collection', family: 'clowder-v1' },
  showCollection: { method: 'GET', path: '/api/collections/:id', access: 'signed-in', right: 'see collection', family: 'clowder-v1' },
  deleteCollection: { method: 'DELETE', path: '/api/collections/:id', access: 'signed-in', right: 'delete collection', family: 'clowder-v1' },
  removeCollection: { method: 'POST', path: '/api/collections/:id/remove', access: 'signed-in', right: 'delete collection', family: 'clowder-v1' },
  listChildCollections: { method: 'GET', path: '/api/collections/:id/getChildCollections', access: 'signed-in', right: 'see collection', family: 'clowder-v1' },
  listCollectionDatasets: { method: 'GET', path: '/api/collections/:id/datasets', access: 'signed-in', right: 'see collection', family: 'clowder-v1' },
  getCollectionDatasets: { method: 'GET', path: '/api/collections/:id/getDatasets', access: 'signed-in', right: 'see collection', family: 'clowder-v1' },
  addDatasetToCollection: { method: 'POST', path: '/api/collections/:id/datasets/:dataset_id', access: 'signed-in', right: 'change collection', family: 'clowder-v1' },
  removeDatasetFromCollection: { method: 'DELETE', path: '/api/collections/:id/datasets/:dataset_id', access: 'signed-in', right: 'change collection', family: 'clowder-v1' },
  listSpaces: { method: 'GET', path: '/api/spaces', access: 'signed-in', right: 'see spaces', family: 'clowder-v1' },
  createSpace: { method: 'POST', path: '/api/spaces', access: 'signed-in', right: 'create space', family: 'clowder-v1' },
  showSpace: { method: 'GET', path: '/api/spaces/:id', access: 'signed-in', right: 'see space', family: 'clowder-v1' },
  changeSpace: { method: 'PUT', path: '/api/spaces/:id', access: 'signed-in', right: 'share space' },
  deleteSpace: { method: 'DELETE', path: '/api/spaces/:id', access: 'signed-in', right: 'share space', family: 'clowder-v1' },
  listSpaceDatasets: { method: 'GET', path: '/api/spaces/:id/datasets', access: 'signed-in', right: 'see space', family: 'clowder-v1' },
  listSpaceCollections: { method: 'GET', path: '/api/spaces/:id/collections', access: 'signed-in', right: 'see space', family: 'clowder-v1' },
  listSpaceMembers: { method: 'GET', path: '/api/spaces/:id/members', access: 'signed-in', right: 'see space' },
  setSpaceMember: { method: 'PUT', path: '/api/spaces/:id/members/:user_id', access: 'signed-in', right: 'share space' },
  removeSpaceMember: { method: 'DELETE', path: '/api/spaces/:id/members/:user_id', access: 'signed-in', right: 'share space' },
  leaveSpace: { method: 'POST', path: '/api/spaces/:id/leave', access: 'signed-in', right: 'see space' },
  updateSpace: { method: 'POST', path: '/api/spaces/:id/update', access: 'signed-in', right: 'share space', family: 'clowder-v1' },
  updateSpaceUsers: { method: 'POST', path: '/api/spaces/:id/updateUsers', access: 'signed-in', right: 'share space', family: 'clowder-v1' },
  removeSpaceUser: { method: 'POST', path: '/api/spaces/:id/removeUser', access: 'signed-in', right: 'share space', family: 'clowder-v1' },
  addDatasetToSpace: { method: 'POST', path: '/api/spaces/:id/addDatasetToSpace/:dataset_id', access: 'signed-in', right: 'share dataset', family: 'clowder-v1' },
  addCollectionToSpace: { method: 'POST', path: '/api/spaces/:id/addCollectionToSpace/:collection_id', access: 'signed-in', right: 'share collection', family: 'clowder-v1' },
  removeDatasetFromSpace: { method: 'POST', path: '/api/spaces/:id/removeDataset/:dataset_id', access: 'signed-in', right: 'share dataset', family: 'clowder-v1' },
  removeCollectionFromSpace: { method: 'POST', path: '/api/spaces/:id/removeCollection/:collection_id', access: 'signed-in', right: 'share collection', family: 'clowder-v1' },
  showDatasetSharing: { method: 'GET', path: '/api/datasets/:id/sharing', access: 'signed-in', right: 'see dataset' },
  setDatasetPublic: { method: 'PUT', path: '/api/datasets/:id/public', access: 'signed-in', right: 'share dataset' },
  setDatasetAccess: { method: 'PUT', path: '/api/datasets/:id/access', access: 'signed-in', right: 'share dataset', family: 'clowder-v1' },
  shareDataset: { method: 'PUT', path: '/api/datasets/:id/spaces/:space_id', access: 'signed-in', right: 'share dataset' },
  unshareDataset: { method: 'DELETE', path: '/api/datasets/:id/spaces/:space_id', access: 'signed-in', right: 'share dataset' },
  shareCollection: { method: 'PUT', path: '/api/collections/:id/spaces/:space_id', access: 'signed-in', right: 'share collection' },
  unshareCollection: { method: 'DELETE', path: '/api/collections/:id/spaces/:space_id', access: 'signed-in', right: 'share collection' },
  listJobs: { method: 'GET', path: '/api/jobs', access: 'signed-in', right: 'see jobs' },
  streamJobs: { method: 'GET', path: '/api/jobs/stream', access: 'signed-in', right: 'see jobs', answerKind: 'stream' },
  countJobsByTime: { method: 'GET', path: '/api/jobs/histogram', access: 'signed-in', right: 'see jobs' },
  exportJobs: { method: 'GET', path: '/api/jobs/export', access: 'signed-in', right: 'see jobs', answerKind: 'stream' },
  listFailures: { method: 'GET', path: '/api/attention', access: 'signed-in', right: 'see jobs' },
  showFailure: { method: 'GET', path: '/api/attention/:id', access: 'signed-in', right: 'see job' },
  reviewFailure: { method: 'PUT', path: '/api/attention/:id', access: 'signed-in', right: 'operate instance' },
  listMyDatasets: { method: 'GET', path: '/api/my-datasets', access: 'signed-in', right: 'own datasets' },
  showJob: { method: 'GET', path: '/api/jobs/:id', access: 'job', right: 'see job' },
  listJobEvents: { method: 'GET', path: '/api/jobs/:id/events', access: 'signed-in', right: 'see job' },
  listJobOutputs: { method: 'GET', path: '/api/jobs/:id/outputs', access: 'signed-in', right: 'see job' },
  showJobMessage: { method: 'GET', path: '/api/jobs/:id/message', access: 'signed-in', right: 'see job' },
  cancelJob: { method: 'POST', path: '/api/jobs/:id/cancel', access: 'signed-in', right: 'cancel job' },
  resubmitJob: { method: 'POST', path: '/api/jobs/:id/resubmit', access: 'signed-in', right: 'submit job' },
  cancelJobs: { method: 'POST', path: '/api/jobs/cancel', access: 'signed-in', right: 'cancel jobs' },
  resubmitJobs: { method: 'POST', path: '/api/jobs/resubmit', access: 'signed-in', right: 'submit jobs' },
  runMissing: { method: 'POST', path: '/api/extractors/:name/run-missing', access: 'signed-in', right: 'submit dataset' },
  listOperations: { method: 'GET', path: '/api/operations', access: 'signed-in', right: 'own operations' },
  showOperation: { method: 'GET', path: '/api/operations/:id', access: 'signed-in', right: 'own operation' },
  streamOperation: { method: 'GET', path: '/api/operations/:id/stream', access: 'signed-in', right: 'own operation', answerKind: 'stream', longPoll: true },
  stopOperation: { method: 'POST', path: '/api/operations/:id/stop', access: 'signed-in', right: 'own operation' },
  fileExtractions: { method: 'GET', path: '/api/files/:id/extractions', access: 'signed-in', right: 'see file' },
  datasetExtractions: { method: 'GET', path: '/api/datasets/:id/extractions', access: 'signed-in', right: 'see dataset' },
  listDatasetExtractors: { method: 'GET', path: '/api/datasets/:id/extractors', access: 'signed-in', right: 'submit dataset' },
  showDatasetGrid: { method: 'GET', path: '/api/datasets/:id/grid', access: 'signed-in', right: 'see dataset' },
  listGridFiles: { method: 'GET', path: '/api/datasets/:id/grid/files', access: 'signed-in', right: 'see dataset' },
  listDatasetRuns: { method: 'GET', path: '/api/datasets/:id/runs', access: 'signed-in', right: 'see dataset' },
  submitFileExtraction: { method: 'POST', path: '/api/files/:id/extractions', access: 'job', right: 'submit file', family: 'clowder-v1' },
  submitDatasetExtraction: { method: 'POST', path: '/api/datasets/:id/extractions', access: 'job', right: 'submit dataset', family: 'clowder-v1' },
  submitSelectedFiles: { method: 'POST', path: '/api/selected/submit/:ds_id/:file_ids', access: 'job', right: 'submit dataset', family: 'clowder-v1' },
  submitDatasetFiles: { method: 'POST', path: '/api/datasets/:id/files/extractions', access: 'signed-in', right: 'submit dataset' },
  announceFiles: { method: 'POST', path: '/api/datasets/:id/filesetUploadEvent', access: 'signed-in', right: 'submit dataset', family: 'clowder-v1' },
  cancelFileExtraction: { method: 'DELETE', path: '/api/files/:id/extractions/:msg_id', access: 'signed-in', right: 'cancel job', family: 'clowder-v1' },
  cancelDatasetExtraction: { method: 'DELETE', path: '/api/datasets/:id/extractions/:msg_id', access: 'signed-in', right: 'cancel job', family: 'clowder-v1' },
  showExtractionStatus: { method: 'GET', path: '/api/extractions/:id/status', access: 'job', right: 'see file', family: 'clowder-v1' },
  listExtractionStatuses: { method: 'GET', path: '/api/extractions/:id/statuses', access: 'signed-in', right: 'see dataset', family: 'clowder-v1' },
  showExtractionMetadata: { method: 'GET', path: '/api/extractions/:id/metadata', access: 'job', right: 'see file', family: 'clowder-v1' },
  isFileBeingProcessed: { method: 'GET', path: '/api/files/:id/isBeingProcessed', access: 'job', right: 'see file', family: 'clowder-v1' },
  isDatasetBeingProcessed: { method: 'GET', path: '/api/datasets/:id/isBeingProcessed', access: 'job', right: 'see dataset', family: 'clowder-v1' },
  listExtractorServers: { method: 'GET', path: '/api/extractions/servers_ips', access: 'signed-in', right: 'see extractors', family: 'clowder-v1' },
  listExtractorNames: { method: 'GET', path: '/api/extractions/extractors_names', access: 'signed-in', right: 'see extractors', family: 'clowder-v1' },
  listInputTypes: { method: 'GET', path: '/api/extractions/supported_input_types', access: 'signed-in', right: 'see extractors', family: 'clowder-v1' },
  listExtractorDetails: { method: 'GET', path: '/api/extractions/extractors_details', access: 'signed-in', right: 'see extractors', family: 'clowder-v1' },
  listExtractionRequests: { method: 'GET', path: '/api/extractions/requests', access: 'signed-in', right: 'own jobs', family: 'clowder-v1' },
  uploadForExtraction: { method: 'POST', path: '/api/extractions/upload_file', access: 'signed-in', right: 'create dataset', family: 'clowder-v1' },
  reportExtractorMetrics: { method: 'GET', path: '/api/reports/metrics/extractors', access: 'signed-in', right: 'operate instance', family: 'clowder-v1', answerKind: 'text' },
  listExtractors: { method: 'GET', path: '/api/extractors', access: 'signed-in', right: 'see extractors', family: 'clowder-v1' },
  listUnregisteredExtractors: { method: 'GET', path: '/api/unregistered-extractors', access: 'signed-in', right: 'operate instance' },
  registerUnregisteredExtractor: { method: 'POST', path: '/api/unregistered-extractors/:name/register', access: 'signed-in', right: 'operate instance' },
  showExtractor: { method: 'GET', path: '/api/extractors/:name', access: 'signed-in', right: 'see extractor', family: 'clowder-v1' },
  setExtractorEnabled: { method: 'PUT', path: '/api/extractors/:name/enabled', access: 'signed-in', right: 'operate instance' },
  showExtractorSharing: { method: 'GET', path: '/api/extractors/:name/sharing', access: 'signed-in', right: 'see extractor' },
  shareExtractorWithPerson: { method: 'PUT', path: '/api/extractors/:name/people/:user_id', access: 'signed-in', right: 'share extractor' },
  unshareExtractorFromPerson: { method: 'DELETE', path: '/api/extractors/:name/people/:user_id', access: 'signed-in', right: 'share extractor' },
  shareExtractorWithSpace: { method: 'PUT', path: '/api/extractors/:name/spaces/:space_id', access: 'signed-in', right: 'share extractor' },
  unshareExtractorFromSpace: { method: 'DELETE', path: '/api/extractors/:name/spaces/:space_id', access: 'signed-in', right: 'share extractor' },
  listSpaceExtractors: { method: 'GET', path: '/api/spaces/:id/extractors', access: 'signed-in', right: 'see space' },
  setSpaceExtractor: { method: 'PUT', path: '/api/spaces/:id/extractors/:name', access: 'signed-in', right: 'share space' },
  listExtractorChanges: { method: 'GET', path: '/api/extractor-changes', access: 'signed-in', right: 'operate instance' },
  approveExtractorChange: { method: 'POST', path: '/api/extractor-changes/:id/approve', access: 'signed-in', right: 'operate instance' },
  declineExtractorChange: { method: 'POST', path: '/api/extractor-changes/:id/decline', access: 'signed-in', right: 'operate instance' },
  deleteExtractor: { method: 'DELETE', path: '/api/extractions/:name/delete', access: 'signed-in', right: 'operate instance', family: 'clowder-v1' },
  registerExtractor: { method: 'POST', path: '/api/extractors', access: 'job', right: 'claim extractor', family: 'clowder-v1' },
  listInstances: { method: 'GET', path: '/api/extractors/:name/instances', access: 'signed-in', right: 'see extractor' },
  listVersions: { method: 'GET', path: '/api/extractors/:name/versions', access: 'signed-in', right: 'see extractor' },
  showExtractorStatistics: { method: 'GET', path: '/api/extractors/:name/statistics', access: 'signed-in', right: 'see extractor' },
  compareExtractorVersions: { method: 'GET', path: '/api/extractors/:name/comparison', access: 'signed-in', right: 'see extractor' },
  listExtractorRuns: { method: 'GET', path: '/api/extractors/:name/runs', access: 'signed-in', right: 'see jobs' },
  sendHeartbeat: { method: 'PUT', path: '/api/extractors/:name/instances/:instance_id', access: 'signed-in', right: 'claim extractor' },
  claimJob: { method: 'POST', path: '/api/extractors/:name/claims', access: 'signed-in', right: 'claim extractor', longPoll: true },
  sendReports: { method: 'POST', path: '/api/jobs/:id/reports', access: 'job', right: 'report job' },
  listExtractorLabels: { method: 'GET', path: '/api/extractors/labels', access: 'signed-in', right: 'see extractors' },
  createExtractorLabel: { method: 'POST', path: '/api/extractors/labels', access: 'signed-in', right: 'operate instance', family: 'clowder-v1' },
  updateExtractorLabel: { method: 'PUT', path: '/api/extractors/labels/:id', access: 'signed-in', right: 'operate instance', family: 'clowder-v1' },
  deleteExtractorLabel: { method: 'DELETE', path: '/api/extractors/labels/:id', access: 'signed-in', right: 'operate instance', family: 'clowder-v1' },
  listErrorQueues: { method: 'GET', path: '/api/error-queues', access: 'signed-in', right: 'operate instance' },
  showErrorQueue: { method: 'GET', path: '/api/extractors/:name/error-queue', access: 'signed-in', right: 'operate instance' },
  replayErrorQueue: { method: 'POST', path: '/api/extractors/:name/error-queue/replay', access: 'signed-in', right: 'operate instance' },
  discardErrorQueue: { method: 'POST', path: '/api/extractors/:name/error-queue/discard', access: 'signed-in', right: 'operate instance' },
  listQuarantine: { method: 'GET', path: '/api/quarantine', access: 'signed-in', right: 'operate instance' },
  showQuarantined: { method: 'GET', path: '/api/quarantine/:id', access: 'signed-in', right: 'operate instance' },
  replayQuarantined: { method: 'POST', path: '/api/quarantine/:id/replay', access: 'signed-in', right: 'operate instance' },
  discardQuarantined: { method: 'DELETE', path: '/api/quarantine/:id', access: 'signed-in', right: 'operate instance' },
  showSystem: { method: 'GET', path: '/api/system', access: 'signed-in', right: 'inspect instance' },
  listSettings: { method: 'GET', path: '/api/system/settings', access: 'signed-in', right: 'inspect instance' },
  listAudit: { method: 'GET', path: '/api/audit', access: 'signed-in', right: 'audit instance' },
  exportAudit: { method: 'GET', path: '/api/audit.csv', access: 'signed-in', right: 'audit instance', answerKind: 'text' },
  importEvents: { method: 'POST', path: '/api/imports/events', access: 'signed-in', right: 'operate instance' },
  placeImportedEvents: { method: 'POST', path: '/api/imports/jobs', access: 'signed-in', right: 'operate instance' },
} as const satisfies Record<string, RouteLine>;

export type RouteName = keyof typeof routeTable;

const PUBLIC_RIGHTS: ReadonlySet<string> = new Set<PublicRight>([
  'see dataset',
  'see datasets',
  'see file',
  'see section',
  'see preview',
  'see job',
  'see jobs',
]);

/** Whether a route answers people who are not signed in, of what is public. */
export const isPublicRoute = ({ right }: Pick<RouteLine, 'right'>): boolean => PUBLIC_RIGHTS.has(right);
