import { Button } from '@mantine/core';
import { ApiError } from '@pawprint/protocol/client';
import { example } from '../gallery/example.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { Panel } from './panel.tsx';

export const Empty = example(
  <Panel>
    <EmptyState icon="folder" title="No datasets yet" action={<Button>Create a dataset</Button>}>
      A dataset holds files that belong together.
    </EmptyState>
  </Panel>,
);

export const Failed = example(
  <Panel>
    <ErrorPanel
      what="The files could not be loaded."
      error={new ApiError(503, 'unavailable', 'The database does not answer.')}
      onRetry={() => undefined}
    />
  </Panel>,
);
