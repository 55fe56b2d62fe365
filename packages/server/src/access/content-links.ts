import type { Instant } from '@pawprint/core';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { NOBODY, type PersonCaller } from '../model/caller.ts';

/**
 * Addresses at an origin that only has what people uploaded, and gets no cookie of ours. Each is for one path and one
 * person, and valid for some minutes: long enough for a page to load its pictures.
 */
export interface ContentLinks {
  /** Without a trailing slash. */
  readonly origin: string;
  readonly issue: (path: string, reader: PersonCaller) => Promise<string>;
  /** To whom a token was issued for this path; null if to nobody, or too long ago. What they see has to be checked anew. */
  readonly read: (path: string, token: string) => Promise<PersonCaller | null>;
}

interface ContentLinkOptions {
  readonly origin: string;
  /** 32 bytes as base64url. */
  readonly secret: string;
  /** The person with this id, unless the account is deleted or banned. */
  readonly findPerson: (id: string) => Promise<PersonCaller | undefined>;
  readonly now: () => Instant;
}

const PURPOSE = 'pawprint-content';

/** Within one of these times, the address of a file is the same each time, so that browsers find it in their cache. */
const PERIOD_MS = 5 * 60_000;

const Claims = z.object({ path: z.string(), user_id: z.string().nullable() });

export const createContentLinks = (options: ContentLinkOptions): ContentLinks => {
  const { origin, secret, findPerson, now } = options;
  const key = Buffer.from(secret, 'base64url');
  return {
    origin,
    issue: async (path, reader) => {
      const periodStart = now() - (now() % PERIOD_MS);
      const token = await new SignJWT({ path, user_id: reader.kind === 'user' ? reader.id : null })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(PURPOSE)
        .setExpirationTime(new Date(periodStart + 2 * PERIOD_MS))
        .sign(key);
      return `${origin}${path}?disposition=inline&token=${token}`;
    },
    read: async (path, token) => {
      const verified = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        audience: PURPOSE,
        requiredClaims: ['exp'],
        currentDate: new Date(now()),
      }).catch(() => null);
      const claims = Claims.safeParse(verified?.payload);
      if (!claims.success || claims.data.path !== path) return null;
      return claims.data.user_id === null ? NOBODY : ((await findPerson(claims.data.user_id)) ?? null);
    },
  };
};
