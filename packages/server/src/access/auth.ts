import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { admin } from 'better-auth/plugins/admin';
import type { FastifyBaseLogger } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../store/database.ts';

export interface AuthSettings {
  readonly db: Database;
  /** Signs cookies. */
  readonly secret: string;
  /** Where people reach this server. On https, cookies travel over https only. */
  readonly publicUrl: string;
  /** Default: nothing is logged. */
  readonly log?: FastifyBaseLogger;
}

const THIRTY_DAYS_S = 30 * 24 * 60 * 60;
const MANY_YEARS_DAYS = 3650;

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

const apiKeySchema = {
  apikey: {
    modelName: 'api_keys',
    fields: {
      ...timestamps,
      configId: 'config_id',
      referenceId: 'user_id',
      expiresAt: 'expires_at',
      lastRequest: 'last_request',
      requestCount: 'request_count',
      rateLimitEnabled: 'rate_limit_enabled',
      rateLimitTimeWindow: 'rate_limit_time_window',
      rateLimitMax: 'rate_limit_max',
      refillInterval: 'refill_interval',
      refillAmount: 'refill_amount',
      lastRefillAt: 'last_refill_at',
    },
  },
} as const;

/** It warns of every wrong password, which is the caller's affair and not the operator's. */
const loggerOf = (log: FastifyBaseLogger | undefined) => ({
  disabled: !log,
  log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, ...details: unknown[]) =>
    log?.[level === 'error' ? 'error' : 'debug']({ details }, message),
});

/**
 * Accounts, sessions and API keys. Nobody signs up: an administrator makes accounts. A session lasts 30 days from
 * sign-in and is not prolonged, so that reading never writes cookies.
 */
export const authOptions = ({ db, secret, publicUrl, log }: AuthSettings) => ({
  appName: 'Pawprint',
  baseURL: publicUrl,
  basePath: '/api/auth',
  secret,
  database: { db, type: 'postgres' as const, transaction: true },
  ...tables,
  session: { ...tables.session, expiresIn: THIRTY_DAYS_S, disableSessionRefresh: true },
  emailAndPassword: { enabled: true, disableSignUp: true },
  plugins: [
    admin({ schema: adminSchema }),
    apiKey({
      schema: apiKeySchema,
      requireName: true,
      maximumNameLength: 100,
      rateLimit: { enabled: false },
      keyExpiration: { maxExpiresIn: MANY_YEARS_DAYS },
    }),
  ],
  advanced: {
    cookiePrefix: 'pawprint',
    useSecureCookies: publicUrl.startsWith('https:'),
    // `http/guards/same-origin.ts` has looked at every request before it comes here.
    disableCSRFCheck: true,
    database: {
      generateId: () => uuidv7(),
      // Our migrations are the schema; a test compares the two.
      validateSchema: false,
    },
  },
  rateLimit: { enabled: false },
  logger: loggerOf(log),
  telemetry: { enabled: false },
  // Its own health check and error page: the API has its own.
  disabledPaths: ['/ok', '/error'],
});

export const createAuth = (settings: AuthSettings) => betterAuth(authOptions(settings));
export type Auth = ReturnType<typeof createAuth>;
