import { z } from 'zod';
import { Id } from '../http/fields.ts';
import { route } from '../http/route.ts';

export const Me = z
  .object({ id: Id, name: z.string(), email: z.string(), role: z.string() })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

const SignedIn = z
  .object({ user: z.object({ id: Id, name: z.string(), email: z.string() }).loose() })
  .loose();

export const accessRoutes = {
  showMe: route({
    method: 'GET',
    path: '/api/me',
    tag: 'access',
    summary: 'Who is asking',
    answer: Me,
  }),
  signIn: route({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    tag: 'access',
    summary: 'Sign in with e-mail and password; sets the session cookie',
    access: 'open',
    body: z.object({ email: z.string(), password: z.string(), rememberMe: z.boolean().optional() }),
    answer: SignedIn,
  }),
  signOut: route({
    method: 'POST',
    path: '/api/auth/sign-out',
    tag: 'access',
    summary: 'End the session',
    access: 'open',
    body: z.object({}),
    answer: z.object({ success: z.boolean() }),
  }),
};
