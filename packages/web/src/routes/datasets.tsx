import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { DatasetList } from '../datasets/dataset-list.tsx';
import { DatasetSearch } from '../datasets/dataset-search.tsx';
import { Icon } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

const CreateDialog = onDemand(async () => (await import('../datasets/create-dialog.tsx')).CreateDialog);

const route = getRouteApi('/signed-in/datasets');

export const DatasetsPage = () => {
  usePageTitle('Datasets');
  const { q = '', find } = route.useSearch();
  const [creating, create] = useDisclosure(false);
  return (
    <>
      <div className="hd">
        <h1 className="grow">Datasets</h1>
        <div className="acts">
          <Button variant="filled" leftSection={<Icon name="plus" />} onClick={create.open}>
            New dataset
          </Button>
        </div>
      </div>
      <DatasetSearch q={q} focused={find ?? false} />
      <DatasetList q={q} onCreate={create.open} />
      <CreateDialog opened={creating} onClose={create.close} />
    </>
  );
};
