import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { tabsFor } from './admin/admin-tabs.ts';
import { app, requireSignIn } from './app-route.ts';
import { choiceParam, dayParam, searchParams, textParam } from './search-params.ts';
import { meQuery } from './session/session.ts';

/** The pages below it are its tabs, and stand in `admin/admin-tabs.ts`. */
const admin = createRoute({
  getParentRoute: () => app,
  path: '/admin',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./routes/admin.tsx'), 'AdminPage'),
});

const adminHome = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: async ({ context: { queries } }) => {
    const [first] = tabsFor((await queries.ensureQueryData(meQuery))?.rights);
    if (first) throw redirect({ to: first.to, replace: true });
  },
});

const people = createRoute({
  getParentRoute: () => admin,
  path: '/people',
  validateSearch: searchParams(({ q }) => ({ q: textParam(q, 200) })),
  component: lazyRouteComponent(() => import('./routes/people.tsx'), 'PeoplePage'),
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  validateSearch: searchParams(({ person, kind, subject, since, until }) => ({
    person: textParam(person, 64),
    kind: textParam(kind, 100),
    subject: textParam(subject, 500),
    since: dayParam(since),
    until: dayParam(until),
  })),
  component: lazyRouteComponent(() => import('./routes/audit.tsx'), 'AuditPage'),
});

const system = createRoute({
  getParentRoute: () => admin,
  path: '/system',
  component: lazyRouteComponent(() => import('./system/system-panels.tsx'), 'SystemPanels'),
});

const alerts = createRoute({
  getParentRoute: () => admin,
  path: '/alerts',
  component: lazyRouteComponent(() => import('./alerts/alert-rules-panel.tsx'), 'AlertRulesPanel'),
});

const quarantineSearch = searchParams(({ source }) => ({
  source: choiceParam(source, ['report', 'heartbeat']),
}));

const adminExtractors = createRoute({
  getParentRoute: () => admin,
  path: '/extractors',
  component: lazyRouteComponent(() => import('./routes/admin-extractors.tsx'), 'AdminExtractorsPage'),
});

const quarantine = createRoute({
  getParentRoute: () => admin,
  path: '/quarantine',
  validateSearch: quarantineSearch,
  component: lazyRouteComponent(() => import('./routes/quarantine.tsx'), 'QuarantinePage'),
});

const errorQueues = createRoute({
  getParentRoute: () => admin,
  path: '/error-queues',
  component: lazyRouteComponent(
    () => import('./extractors/error-queue/error-queue-list.tsx'),
    'ErrorQueueList',
  ),
});

/** Where the quarantine was up to 0.1. */
export const oldQuarantine = createRoute({
  getParentRoute: () => app,
  path: '/quarantine',
  validateSearch: quarantineSearch,
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/admin/quarantine', search, replace: true });
  },
});

export const adminRoutes = admin.addChildren([
  adminHome,
  people,
  adminExtractors,
  audit,
  alerts,
  system,
  errorQueues,
  quarantine,
]);
