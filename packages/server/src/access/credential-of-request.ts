import type { IncomingHttpHeaders } from 'node:http';

/** What a request contains to identify its caller. A key may also be a job's credential. */
export type Credential =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'password'; readonly email: string; readonly password: string }
  | { readonly kind: 'cookie' };

/**
 * The credential that was sent most deliberately: a header, else a key in the address, else the cookie, which browsers
 * add by themselves. A wrong key is an error even if the cookie is valid.
 */
export const credentialOf = (headers: IncomingHttpHeaders, query: unknown): Credential | undefined => {
  const header = firstText(headers['x-api-key']);
  if (header) return { kind: 'key', key: header };
  if (headers.authorization) return parseAuthorization(headers.authorization);
  const key = firstText((query as { readonly key?: unknown } | null | undefined)?.key);
  if (key) return { kind: 'key', key };
  return headers.cookie ? { kind: 'cookie' } : undefined;
};

const firstText = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
};

const parseBasic = (encoded: string): Credential | undefined => {
  const [, email, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return email === undefined || password === undefined ? undefined : { kind: 'password', email, password };
};

const parseAuthorization = (header: string): Credential | undefined => {
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S.*)$/.exec(header.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { kind: 'key', key: value };
  return scheme.toLowerCase() === 'basic' ? parseBasic(value) : undefined;
};
