import type { IncomingHttpHeaders } from 'node:http';

/** What a request shows to say who is asking. A key may also be a job's credential. */
export type Credential =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'password'; readonly email: string; readonly password: string }
  | { readonly kind: 'cookie' };

const one = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
};

const basic = (encoded: string): Credential | undefined => {
  const [, email, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return email === undefined || password === undefined ? undefined : { kind: 'password', email, password };
};

const authorization = (header: string): Credential | undefined => {
  const [, scheme = '', value = ''] = /^(\S+)\s+(.+)$/.exec(header.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { kind: 'key', key: value };
  return scheme.toLowerCase() === 'basic' ? basic(value) : undefined;
};

/**
 * The most deliberate one speaks: header, then address, then the cookie a browser adds by itself. A wrong key is never
 * made good by a cookie.
 */
export const credentialOf = (headers: IncomingHttpHeaders, query: unknown): Credential | undefined => {
  const header = one(headers['x-api-key']);
  if (header) return { kind: 'key', key: header };
  if (headers.authorization) return authorization(headers.authorization);
  const key = one((query as { readonly key?: unknown } | null | undefined)?.key);
  if (key) return { kind: 'key', key };
  return headers.cookie ? { kind: 'cookie' } : undefined;
};
