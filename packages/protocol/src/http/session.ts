import { z } from 'zod';
import { Id } from './fields.ts';
import type { RouteContracts } from './route.ts';

export const Me = z
  .object({ id: Id, name: z.string(), email: z.string(), role: z.string() })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

const SignedIn = z
  .object({ user: z.object({ id: Id, name: z.string(), email: z.string() }).loose() })
  .loose();

export const sessionContracts = {
  showMe: {
    tag: 'access',
    summary: 'Who is asking',
    answer: Me,
  },
  signIn: {
    tag: 'access',
    summary: 'Sign in with e-mail and password; sets the session cookie',
    body: z.object({ email: z.string(), password: z.string(), rememberMe: z.boolean().optional() }),
    answer: SignedIn,
  },
  signOut: {
    tag: 'access',
    summary: 'End the session',
    body: z.object({}),
    answer: z.object({ success: z.boolean() }),
  },
} satisfies RouteContracts;
