import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { admin } from 'better-auth/plugins/admin';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { RefusedRequest } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { hashPassword, verifyPassword } from './password-hashing.ts';
import { findUserCaller } from './users.ts';

export interface AuthSettings {
  readonly db: Database;
  /** Signs cookies. */
  readonly secret: string;
  /** The server's address for people. If it is https, cookies are sent over https only. */
  readonly publicUrl: string;
  /** Default: nothing is logged. */
  readonly log?: FastifyBaseLogger;
}

const THIRTY_DAYS_S = 30 * 24 * 60 * 60;

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };

/** better-auth's names on the left, our columns on the right. */
const tables = {
  user: { modelName: 'users', fields: { ...timestamps, emailVerified: 'email_verified' } },
  session: {
    modelName: 'sessions',
    fields: {
      ...timestamps,
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
  },
  account: {
    modelName: 'credentials',
    fields: {
      ...timestamps,
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'verifications', fields: { ...timestamps, expiresAt: 'expires_at' } },
} as const;

const adminSchema = {
  user: { fields: { banReason: 'ban_reason', banExpires: 'ban_expires' } },
  session: { fields: { impersonatedBy: 'impersonated_by' } },
} as const;

/** Warnings are logged at debug, because better-auth warns of every wrong password. */
const loggerOf = (log: FastifyBaseLogger | undefined) => ({
  disabled: !log,
  log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, ...details: unknown[]) =>
    log?.[level === 'error' ? 'error' : 'debug']({ details }, message),
});

/** better-auth answers its own kind of error as what it is, and any other with 500. */
const refuseAsAuth = (error: unknown): never => {
  throw error instanceof RefusedRequest
    ? new APIError('SERVICE_UNAVAILABLE', { message: error.message })
    : error;
};

interface NewSession {
  readonly userId: string;
  readonly createdAt: Date;
  readonly ipAddress?: string | null | undefined;
  readonly userAgent?: string | null | undefined;
}

/** Every way to sign in ends in a session. */
const recordSignIn =
  (db: Database) =>
  async ({ userId, createdAt, ipAddress, userAgent }: NewSession): Promise<void> => {
    const at = createdAt.getTime();
    const user = await findUserCaller(db, userId, at);
    if (user === undefined) return;
    const by = { ...user, means: { kind: 'session' } as const, ...(ipAddress && { address: ipAddress }) };
    const details = userAgent ? { browser: userAgent } : {};
    await db
      .transaction()
      .execute((trx) =>
        recordAct(trx, { by, act: 'account.sign_in', subject: by.id, name: by.name, details, at }),
      );
  };

/**
 * Accounts and sessions. There is no sign-up: administrators create the accounts. A session ends 30 days after
 * sign-in and is not prolonged, so that a request that only reads never sets a cookie.
 */
export const authOptions = ({ db, secret, publicUrl, log }: AuthSettings) => ({
  appName: 'Pawprint',
  baseURL: publicUrl,
  basePath: '/api/auth',
  secret,
  database: { db, type: 'postgres' as const, transaction: true },
  ...tables,
  session: { ...tables.session, expiresIn: THIRTY_DAYS_S, disableSessionRefresh: true },
  emailAndPassword: {
    enabled: true,
    disableSignUp: true,
    password: {
      hash: (password: string) => hashPassword(password).catch(refuseAsAuth),
      verify: (hashed: { hash: string; password: string }) => verifyPassword(hashed).catch(refuseAsAuth),
    },
  },
  plugins: [admin({ schema: adminSchema })],
  advanced: {
    cookiePrefix: 'pawprint',
    useSecureCookies: publicUrl.startsWith('https:'),
    // `http/same-origin.ts` has checked every request before better-auth gets it.
    disableCSRFCheck: true,
    database: {
      generateId: () => uuidv7(),
      // Our migrations are the schema; a test compares the two.
      validateSchema: false,
    },
  },
  databaseHooks: { session: { create: { after: recordSignIn(db) } } },
  rateLimit: { enabled: false },
  logger: loggerOf(log),
  telemetry: { enabled: false },
  // better-auth's health check and error page; the API has its own.
  disabledPaths: ['/ok', '/error'],
});

export const createAuth = (settings: AuthSettings) => betterAuth(authOptions(settings));
export type Auth = ReturnType<typeof createAuth>;
