import { ApiError, readErrorResponse } from '@pawprint/protocol/client';

/** One browser in which somebody is signed in. */
export interface Session {
  /** Names the session. Without the server's signature nobody can sign in with it. */
  readonly token: string;
  readonly userAgent: string;
  readonly address: string;
  readonly startedAt: string;
  readonly isThisOne: boolean;
}

/** Newest first. */
export const listSessions = async (): Promise<Session[]> => {
  const [all, own] = await Promise.all([callAuth('GET', 'list-sessions'), callAuth('GET', 'get-session')]);
  const ownToken = fieldOf(fieldsOf(fieldsOf(own)['session']), 'token');
  const sessions = Array.isArray(all) ? all.map((one) => sessionOf(fieldsOf(one), ownToken)) : [];
  return sessions.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
};

export const endSession = (token: string): Promise<unknown> => callAuth('POST', 'revoke-session', { token });

export const endOtherSessions = (): Promise<unknown> => callAuth('POST', 'revoke-other-sessions', {});

/** The id of the person's connection with the account of an organisation; null where there is none. */
export const findConnection = async (): Promise<string | null> => {
  const credentials = await callAuth('GET', 'list-accounts');
  const all = Array.isArray(credentials) ? credentials.map(fieldsOf) : [];
  const found = all.find((each) => each['providerId'] === 'oidc');
  return found ? fieldOf(found, 'id') : null;
};

export const endConnection = (id: string): Promise<unknown> =>
  callAuth('POST', 'unlink-account', { accountId: id });

interface NewPassword {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/** Ends all other sessions, since somebody else may be in one of them. */
export const changePassword = (passwords: NewPassword): Promise<unknown> =>
  callAuth('POST', 'change-password', { ...passwords, revokeOtherSessions: true });

/** These routes are a library's and not in the route table, so their answers are read field by field. */
const callAuth = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
  const response = await fetch(`/api/auth/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'unavailable', 'The server cannot be reached.');
  });
  const answer = await response.text();
  if (response.ok) return JSON.parse(answer);
  const { code, message } = readErrorResponse(answer)?.error ?? {
    code: 'internal',
    message: 'The server failed.',
  };
  throw new ApiError(response.status, code, message);
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => Object.fromEntries(Object.entries(Object(value)));

const fieldOf = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

const sessionOf = (fields: Fields, ownToken: string): Session => ({
  token: fieldOf(fields, 'token'),
  userAgent: fieldOf(fields, 'userAgent'),
  address: fieldOf(fields, 'ipAddress'),
  startedAt: fieldOf(fields, 'createdAt'),
  isThisOne: fieldOf(fields, 'token') === ownToken,
});
