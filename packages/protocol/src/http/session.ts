import { z } from 'zod';
import { Id } from './fields.ts';
import type { RouteContracts } from './route.ts';

/** What callers can do with the instance as a whole, by their role. `create`: datasets, collections and spaces. */
export const INSTANCE_RIGHTS = ['create', 'operate', 'inspect', 'audit', 'administer'] as const;

const InstanceRight = z.enum(INSTANCE_RIGHTS).meta({
  id: 'InstanceRight',
  description:
    'create: create datasets, collections and spaces. operate: run the instance (queues, quarantine, which extractors are enabled). inspect: see the state and the settings of the server. audit: read who did what. administer: accounts and roles of others, and everything that is theirs',
});
export type InstanceRight = z.infer<typeof InstanceRight>;

export const Me = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: z.string(),
    rights: z
      .array(InstanceRight)
      .meta({ description: 'what the caller can do with the instance as a whole' }),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

const SignedIn = z
  .object({ user: z.object({ id: Id, name: z.string(), email: z.string() }).loose() })
  .loose();

const ProviderVisit = z.object({
  back: z
    .string()
    .regex(/^\/(?![/\\])[^\\]*$/)
    .max(2_000)
    .meta({ description: 'The path of the page to show afterwards' }),
});

const ProviderAddress = z.object({ url: z.url() });

export const sessionContracts = {
  showMe: {
    tag: 'access',
    summary: 'Who is asking, and what they can do with the instance as a whole',
    answer: Me,
  },
  signIn: {
    tag: 'access',
    summary: 'Sign in with e-mail and password; sets the session cookie',
    body: z.object({ email: z.string(), password: z.string(), rememberMe: z.boolean().optional() }),
    answer: SignedIn,
  },
  startOidcSignIn: {
    tag: 'access',
    summary: 'Begin a sign-in at the identity provider: the address to open there',
    body: ProviderVisit,
    answer: ProviderAddress,
  },
  connectOidc: {
    tag: 'access',
    summary:
      'Begin to connect your account with one at the identity provider; only from a browser that is signed in',
    body: ProviderVisit,
    answer: ProviderAddress,
  },
  signOut: {
    tag: 'access',
    summary: 'End the session',
    body: z.object({}),
    answer: z.object({ success: z.boolean() }),
  },
} satisfies RouteContracts;
