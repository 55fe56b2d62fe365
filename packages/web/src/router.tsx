import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { adminRoutes, oldQuarantine } from './admin-routes.ts';
import { callRoute } from './api/client.ts';
import { app, requirePublicOrSignIn, requireSignIn, root } from './app-route.ts';
import { datasetListQuery, datasetQuery } from './datasets/dataset-queries.ts';
import { neededPages } from './design/kept-place.ts';
import { extractorQuery, extractorsQuery } from './extractors/extractor-queries.ts';
import { fileQuery } from './files/file-query.ts';
import { fileListQuery, listingOf } from './files/list/file-list.ts';
import { readFileSearch } from './files/list/file-search.ts';
import { jobListQuery } from './jobs/explorer/job-list.ts';
import { treeParams } from './jobs/extractions/tree-params.ts';
import { logParams } from './jobs/log/log-params.ts';
import { openViewOfLink, readJobsSearch } from './jobs/views/view-search.ts';
import { readTableSearch } from './metadata/table-search.ts';
import { FailedPage } from './routes/failed.tsx';
import { NotFoundPage } from './routes/not-found.tsx';
import { anyTextParam, choiceParam, flagParam, searchParams, textParam } from './search-params.ts';
import { meQuery } from './session/session.ts';
import { sharingQuery } from './sharing/sharing-query.ts';

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: searchParams(({ back, error }) => ({
    back: textParam(back),
    error: textParam(error, 100),
  })),
  component: lazyRouteComponent(() => import('./routes/login.tsx'), 'LoginPage'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('./routes/entrance.tsx'), 'RegisterPage'),
});

const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./routes/entrance.tsx'), 'ForgottenPasswordPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./routes/entrance.tsx'), 'InvitationPage'),
});

const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  component: lazyRouteComponent(() => import('./routes/entrance.tsx'), 'NewPasswordPage'),
});

const homeSearch = searchParams(({ whose, days, open }) => ({
  whose: choiceParam(whose, ['mine']),
  days: [1, 30].find((choice) => choice === days),
  open: textParam(open, 64),
}));

/** Visitors get the public datasets, or are asked to sign in. */
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  validateSearch: homeSearch,
  beforeLoad: async ({ context: { queries } }) => {
    if ((await queries.ensureQueryData(meQuery)) === null) throw redirect({ to: '/datasets' });
  },
  component: lazyRouteComponent(() => import('./routes/home.tsx'), 'HomePage'),
});

const everythingSearch = searchParams(({ q, kind }) => ({
  q: anyTextParam(q, 300),
  kind: choiceParam(kind, ['dataset', 'file', 'job', 'extractor', 'metadata', 'space', 'person']),
}));

const search = createRoute({
  getParentRoute: () => app,
  path: '/search',
  validateSearch: everythingSearch,
  beforeLoad: (entrance) =>
    requirePublicOrSignIn(entrance, (queries) => queries.fetchInfiniteQuery(datasetListQuery(''))),
  component: lazyRouteComponent(() => import('./routes/search.tsx'), 'SearchPage'),
});

const datasetsSearch = searchParams(({ q }) => ({ q: textParam(q, 200) }));

const datasets = createRoute({
  getParentRoute: () => app,
  path: '/datasets',
  validateSearch: datasetsSearch,
  beforeLoad: (entrance) =>
    requirePublicOrSignIn(entrance, async (queries) => {
      const { pages } = await queries.fetchInfiniteQuery(datasetListQuery(''));
      return pages.some(({ length }) => length > 0);
    }),
  component: lazyRouteComponent(() => import('./routes/datasets.tsx'), 'DatasetsPage'),
});

const datasetSearch = searchParams(({ tab, columns, since, until, ...others }) => ({
  tab: choiceParam(tab, ['files', 'grid', 'extractions', 'metadata', 'timeline']),
  ...readFileSearch(others),
  ...treeParams(others),
  columns: anyTextParam(columns, 8_000),
  since: textParam(since, 40),
  until: textParam(until, 40),
  ...readTableSearch(others),
}));

const dataset = createRoute({
  getParentRoute: () => app,
  path: '/datasets/$id',
  validateSearch: datasetSearch,
  beforeLoad: (entrance) =>
    requirePublicOrSignIn(entrance, (queries) => queries.fetchQuery(datasetQuery(entrance.params.id))),
  // Loads the dataset at the same time as the code of its page.
  loader: ({ context: { queries }, params: { id }, location: { search, state } }) => {
    void queries.prefetchQuery(datasetQuery(id));
    void queries.prefetchQuery(sharingQuery(id));
    const { tab = 'files', ...files } = datasetSearch({ ...search });
    if (tab === 'files')
      void queries.prefetchInfiniteQuery({
        ...fileListQuery(listingOf(id, files)),
        pages: neededPages(state),
      });
  },
  component: lazyRouteComponent(() => import('./routes/dataset.tsx'), 'DatasetPage'),
});

const fileSearch = searchParams(({ tab, preview, ...others }) => ({
  tab: choiceParam(tab, ['metadata', 'extractions']),
  preview: flagParam(preview),
  ...treeParams(others),
}));

const file = createRoute({
  getParentRoute: () => app,
  path: '/files/$id',
  validateSearch: fileSearch,
  beforeLoad: (entrance) =>
    requirePublicOrSignIn(entrance, (queries) => queries.fetchQuery(fileQuery(entrance.params.id))),
  loader: ({ context: { queries }, params: { id } }) =>
    void queries.fetchQuery(fileQuery(id)).then(
      (loaded) => queries.prefetchQuery(sharingQuery(loaded.dataset.id)),
      () => undefined,
    ),
  component: lazyRouteComponent(() => import('./routes/file.tsx'), 'FilePage'),
});

const jobs = createRoute({
  getParentRoute: () => app,
  path: '/jobs',
  validateSearch: searchParams(readJobsSearch),
  beforeLoad: async (entrance) => {
    await requireSignIn(entrance);
    await openViewOfLink(entrance.search);
  },
  // A list that was left far down is loaded so far at once.
  loader: ({ context: { queries }, location: { search, state } }) => {
    const pages = neededPages(state);
    const { q: query = '', sort = '-submitted_at' } = readJobsSearch({ ...search });
    if (pages > 1) void queries.prefetchInfiniteQuery({ ...jobListQuery({ query, sort }), pages });
  },
  component: lazyRouteComponent(() => import('./routes/jobs.tsx'), 'JobsPage'),
});

const job = createRoute({
  getParentRoute: () => app,
  path: '/jobs/$id',
  validateSearch: searchParams(logParams),
  beforeLoad: (entrance) =>
    // Not by the query of the page, whose code is large and would be in the first load of every page.
    requirePublicOrSignIn(entrance, () => callRoute('showJob', { params: { id: entrance.params.id } })),
  component: lazyRouteComponent(() => import('./routes/job-page.tsx'), 'JobPage'),
});

const compare = createRoute({
  getParentRoute: () => app,
  path: '/jobs/compare',
  validateSearch: searchParams(({ left, right }) => ({
    left: textParam(left, 60),
    right: textParam(right, 60),
  })),
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./routes/compare.tsx'), 'ComparePage'),
});

const spaces = createRoute({
  getParentRoute: () => app,
  path: '/spaces',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./routes/spaces.tsx'), 'SpacesPage'),
});

const space = createRoute({
  getParentRoute: () => app,
  path: '/spaces/$id',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./routes/space.tsx'), 'SpacePage'),
});

const extractors = createRoute({
  getParentRoute: () => app,
  path: '/extractors',
  validateSearch: searchParams(({ q }) => ({ q: textParam(q, 200) })),
  beforeLoad: requireSignIn,
  loader: ({ context }) => void context.queries.prefetchQuery(extractorsQuery),
  component: lazyRouteComponent(() => import('./routes/extractors.tsx'), 'ExtractorsPage'),
});

const newExtractor = createRoute({
  getParentRoute: () => app,
  path: '/extractors/new',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./routes/new-extractor.tsx'), 'NewExtractorPage'),
});

const extractorSearch = searchParams(({ tab, range }) => ({
  tab: choiceParam(tab, ['overview', 'jobs', 'instances', 'error-queue', 'changes', 'settings']),
  range: choiceParam(range, ['2d', '7d', '30d', '90d']),
}));

const extractor = createRoute({
  getParentRoute: () => app,
  path: '/extractors/$name',
  validateSearch: extractorSearch,
  beforeLoad: requireSignIn,
  loader: ({ context, params: { name } }) => void context.queries.prefetchQuery(extractorQuery(name)),
  component: lazyRouteComponent(() => import('./routes/extractor.tsx'), 'ExtractorPage'),
});

const account = createRoute({
  getParentRoute: () => app,
  path: '/account',
  beforeLoad: requireSignIn,
  validateSearch: searchParams(({ error }) => ({ error: textParam(error, 100) })),
  component: lazyRouteComponent(() => import('./routes/account.tsx'), 'AccountPage'),
});

const elsewhere = createRoute({
  getParentRoute: () => app,
  path: '$',
  beforeLoad: requireSignIn,
  component: NotFoundPage,
});

const routeTree = root.addChildren([
  login,
  register,
  forgottenPassword,
  invitation,
  newPassword,
  app.addChildren([
    home,
    search,
    datasets,
    dataset,
    file,
    jobs,
    job,
    compare,
    spaces,
    space,
    extractors,
    newExtractor,
    extractor,
    adminRoutes,
    oldQuarantine,
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
