import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Icon } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { SpaceList } from '../spaces/space-list.tsx';
import { spaceListQuery } from '../spaces/space-queries.ts';

const CreateSpaceDialog = onDemand(
  async () => (await import('../spaces/create-space-dialog.tsx')).CreateSpaceDialog,
);

export const SpacesPage = () => {
  usePageTitle('Spaces');
  const [createOpened, creation] = useDisclosure(false);
  const hasSpaces = (useInfiniteQuery(spaceListQuery).data?.pages.flat().length ?? 0) > 0;
  return (
    <>
      <PageHead
        actions={
          hasSpaces ? (
            <Button variant="filled" leftSection={<Icon name="plus" />} onClick={creation.open}>
              New space
            </Button>
          ) : null
        }
      >
        <h1>Spaces</h1>
      </PageHead>
      <SpaceList onCreate={creation.open} />
      <CreateSpaceDialog opened={createOpened} onClose={creation.close} />
    </>
  );
};
