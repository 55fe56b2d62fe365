import type { RouteName } from '@pawprint/protocol';
import type { JsonSizeLimit } from './json-size.ts';
import type { DocumentFields } from './large-body.ts';

/** How large the JSON body of a route may be. */
export interface BodyLimit extends JsonSizeLimit {
  readonly bytes: number;
  /** The documents of a body, which are kept as JSON where it is large. Default: it has none. */
  readonly documents?: DocumentFields;
}

const KB = 1_024;
const MB = 1_024 * KB;

/** Of the body, whose documents may then be nested 200 levels deep. */
const LEVELS = 201;

/** A body up to this size is parsed as soon as it has arrived, which takes some 20 ms at most. A larger one waits. */
export const SMALL_BODY: BodyLimit = { bytes: 256 * KB, levels: LEVELS, nodes: 20_000 };

/** Names, passwords and codes: anybody can send these, without signing in. */
export const AUTH_BODY: BodyLimit = { bytes: 16 * KB, levels: 10, nodes: 200 };

const USUAL_BODY: BodyLimit = { ...SMALL_BODY, bytes: MB };

/** Many short texts. The clients of these routes send at most 0.5 and 2 MB. */
const BATCH: BodyLimit = { bytes: 8 * MB, levels: LEVELS, nodes: 40_000 };

/** A parser in a thread of its own needs about a second and 500 MB for the largest. */
const DOCUMENT: BodyLimit = { bytes: 10 * MB, levels: LEVELS, nodes: 1_000_000 };

const JSON_LD: BodyLimit = { ...DOCUMENT, documents: ['@context', 'content'] };

const DOCUMENT_ALONE: BodyLimit = { ...DOCUMENT, documents: 'the whole body' };

const EXCEPTIONS: Partial<Record<RouteName, BodyLimit>> = {
  signIn: AUTH_BODY,
  signOut: AUTH_BODY,
  register: AUTH_BODY,
  requestPasswordReset: AUTH_BODY,
  showPasswordReset: AUTH_BODY,
  resetPassword: AUTH_BODY,
  showInvitation: AUTH_BODY,
  acceptInvitation: AUTH_BODY,
  startOidcSignIn: AUTH_BODY,
  connectOidc: AUTH_BODY,
  importEvents: BATCH,
  sendReports: BATCH,
  addFileMetadata: JSON_LD,
  addDatasetMetadata: JSON_LD,
  addFileTechnicalMetadata: DOCUMENT_ALONE,
  addDatasetTechnicalMetadata: DOCUMENT_ALONE,
};

export const bodyLimitOf = (route: RouteName): BodyLimit => EXCEPTIONS[route] ?? USUAL_BODY;
