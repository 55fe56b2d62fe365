import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { DatasetList } from '../datasets/dataset-list.tsx';
import { Icon } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { SearchField } from '../design/search-field.tsx';
import { useMe } from '../session/session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';

const CreateDialog = onDemand(async () => (await import('../datasets/create-dialog.tsx')).CreateDialog);

const route = getRouteApi('/app/datasets');

export const DatasetsPage = () => {
  usePageTitle('Datasets');
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const isVisitor = useMe() === undefined;
  const [createOpened, creation] = useDisclosure(false);
  return (
    <>
      <PageHead
        actions={
          isVisitor ? null : (
            <Button variant="filled" leftSection={<Icon name="plus" />} onClick={creation.open}>
              New dataset
            </Button>
          )
        }
      >
        <h1>{isVisitor ? 'Public datasets' : 'Datasets'}</h1>
      </PageHead>
      <SearchField
        q={q}
        label="Find a dataset by name"
        placeholder="Find a dataset"
        onSearch={(next) => void navigate({ search: next ? { q: next } : {}, replace: true })}
      />
      <DatasetList q={q} onCreate={creation.open} />
      <CreateDialog opened={createOpened} onClose={creation.close} />
    </>
  );
};
