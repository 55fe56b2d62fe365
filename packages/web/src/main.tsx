import './design/styles.ts';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { keys } from './api/query-keys.ts';
import { colorSchemes, cssVariables, theme } from './design/theme.ts';
import { UploadsProvider } from './files/upload/uploads-context.tsx';
import { createAppRouter } from './router.tsx';

/** When the session has ended, the router asks again who is signed in, and so shows the login page. */
const queries = createQueryClient(() => {
  if (!queries.getQueryData(keys.me)) return;
  queries.removeQueries({ queryKey: keys.me });
  void router.invalidate();
});
const router = createAppRouter(queries);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorSchemes}
        defaultColorScheme="auto"
      >
        <QueryClientProvider client={queries}>
          <UploadsProvider>
            <RouterProvider router={router} />
          </UploadsProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
