import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { UndoProvider } from '../design/undo.tsx';
import { type Answers, installFakeApi } from './fake-api.ts';

/** A component in one of its states, with the answers that it gets from the API. */
export interface Example {
  readonly element: ReactNode;
  readonly answers: Answers;
}

export const example = (element: ReactNode, answers: Answers = {}): Example => ({ element, answers });

interface PreparedExample {
  readonly element: ReactNode;
  /** Every request has its answer, except for those that the example leaves without one. */
  readonly isSettled: () => boolean;
  /** Requests that the example has no answer for. */
  readonly unanswered: readonly string[];
}

/** Gives the example an API, a cache and a router of its own. One example can be shown at a time. */
export const prepareExample = async ({ element, answers }: Example): Promise<PreparedExample> => {
  const api = installFakeApi(answers);
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: false } } });
  const router = createExampleRouter(element);
  // Otherwise the first rendering would be empty.
  await router.load();
  return {
    unanswered: api.unanswered,
    isSettled: () =>
      queries.isFetching() + queries.isMutating() <= api.pendingCount() &&
      (api.pendingCount() > 0 || !document.querySelector('[aria-busy=true]')),
    element: (
      <QueryClientProvider client={queries}>
        <UndoProvider>
          <RouterProvider router={router} />
        </UndoProvider>
      </QueryClientProvider>
    ),
  };
};

/** Shows the element at every address, so that a link in it changes nothing. */
const createExampleRouter = (element: ReactNode) => {
  const root = createRootRoute({ component: () => element });
  const anyAddress = createRoute({ getParentRoute: () => root, path: '$' });
  return createRouter({
    routeTree: root.addChildren([anyAddress]),
    history: createMemoryHistory({ initialEntries: ['/example'] }),
  });
};
