import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { isSignedOut } from './api/explain.ts';
import { meQuery } from './session/session.ts';
import { AppShell } from './shell/app-shell.tsx';

export interface RouterContext {
  readonly queries: QueryClient;
}

export const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

/** Above every page but those for people who are not signed in. */
export const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: AppShell,
  beforeLoad: async ({ context }) => {
    await context.queries.ensureQueryData(meQuery);
  },
});

interface Entrance {
  readonly context: RouterContext;
  readonly location: { readonly href: string };
}

/** Sends visitors to the login page, and from there back to where they wanted. */
export const requireSignIn = async ({ context, location }: Entrance): Promise<void> => {
  if ((await context.queries.ensureQueryData(meQuery)) === null)
    throw redirect({ to: '/login', search: { back: location.href } });
};

/**
 * A visitor sees what is public, and signs in for all else. `load` answers false, or is refused, if nothing is public; of
 * any other failure the page tells.
 */
export const requirePublicOrSignIn = async (
  entrance: Entrance,
  load: (queries: QueryClient) => Promise<unknown>,
): Promise<void> => {
  const { queries } = entrance.context;
  if ((await queries.ensureQueryData(meQuery)) !== null) return;
  const isHidden = await load(queries).then((answer) => answer === false, isSignedOut);
  if (isHidden) await requireSignIn(entrance);
};
