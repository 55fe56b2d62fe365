import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isSignedOut } from './api/explain.ts';
import { datasetQuery } from './datasets/dataset-queries.ts';
import { extractorQuery, extractorsQuery } from './extractors/extractor-queries.ts';
import { fileQuery } from './files/file-query.ts';
import { FailedPage } from './routes/failed.tsx';
import { NotFoundPage } from './routes/not-found.tsx';
import { choiceParam, flagParam, searchParams, textParam } from './search-params.ts';
import { meQuery } from './session/session.ts';
import { AppShell } from './shell/app-shell.tsx';

interface RouterContext {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: searchParams(({ back }) => ({ back: textParam(back) })),
  component: lazyRouteComponent(() => import('./routes/login.tsx'), 'LoginPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: AppShell,
  beforeLoad: async ({ context, location }) => {
    await context.queries.ensureQueryData(meQuery).catch((error: unknown) => {
      if (!isSignedOut(error)) throw error;
      throw redirect({ to: '/login', search: { back: location.href } });
    });
  },
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/datasets' });
  },
});

const datasets = createRoute({
  getParentRoute: () => signedIn,
  path: '/datasets',
  validateSearch: searchParams(({ q, find }) => ({ q: textParam(q, 200), find: flagParam(find) })),
  component: lazyRouteComponent(() => import('./routes/datasets.tsx'), 'DatasetsPage'),
});

const dataset = createRoute({
  getParentRoute: () => signedIn,
  path: '/datasets/$id',
  // Loads the dataset at the same time as the code of its page.
  loader: ({ context, params: { id } }) => void context.queries.prefetchQuery(datasetQuery(id)),
  validateSearch: searchParams(({ tab }) => ({
    tab: choiceParam(tab, ['files', 'metadata', 'extractions']),
  })),
  component: lazyRouteComponent(() => import('./routes/dataset.tsx'), 'DatasetPage'),
});

const file = createRoute({
  getParentRoute: () => signedIn,
  path: '/files/$id',
  loader: ({ context, params: { id } }) => void context.queries.prefetchQuery(fileQuery(id)),
  validateSearch: searchParams(({ tab, preview }) => ({
    tab: choiceParam(tab, ['metadata', 'extractions']),
    preview: flagParam(preview),
  })),
  component: lazyRouteComponent(() => import('./routes/file.tsx'), 'FilePage'),
});

const job = createRoute({
  getParentRoute: () => signedIn,
  path: '/jobs/$id',
  component: lazyRouteComponent(() => import('./routes/job-page.tsx'), 'JobPage'),
});

const extractors = createRoute({
  getParentRoute: () => signedIn,
  path: '/extractors',
  loader: ({ context }) => void context.queries.prefetchQuery(extractorsQuery),
  validateSearch: searchParams(({ q }) => ({ q: textParam(q, 200) })),
  component: lazyRouteComponent(() => import('./routes/extractors.tsx'), 'ExtractorsPage'),
});

const extractor = createRoute({
  getParentRoute: () => signedIn,
  path: '/extractors/$name',
  loader: ({ context, params: { name } }) => void context.queries.prefetchQuery(extractorQuery(name)),
  component: lazyRouteComponent(() => import('./routes/extractor.tsx'), 'ExtractorPage'),
});

const quarantine = createRoute({
  getParentRoute: () => signedIn,
  path: '/quarantine',
  validateSearch: searchParams(({ source }) => ({ source: choiceParam(source, ['report', 'heartbeat']) })),
  component: lazyRouteComponent(() => import('./routes/quarantine.tsx'), 'QuarantinePage'),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('./routes/account.tsx'), 'AccountPage'),
});

const elsewhere = createRoute({
  getParentRoute: () => signedIn,
  path: '$',
  component: NotFoundPage,
});

const routeTree = root.addChildren([
  login,
  signedIn.addChildren([
    home,
    datasets,
    dataset,
    file,
    job,
    extractors,
    extractor,
    quarantine,
    account,
    elsewhere,
  ]),
]);

export const createAppRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFoundPage,
    defaultErrorComponent: FailedPage,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
