import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Dataset } from '@pawprint/protocol';
import { formatBytes } from '../design/bytes.ts';
import { formatCount } from '../design/count.ts';
import { Description } from '../design/description.tsx';
import { Fact, Facts } from '../design/facts.tsx';
import { Icon } from '../design/icon.tsx';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { Time } from '../design/time.tsx';
import { Audience } from '../sharing/audience.tsx';
import { useRight } from '../sharing/rights.tsx';
import { TagEditor } from '../tags/tag-editor.tsx';
import { DatasetSummary } from './dataset-summary.tsx';

const EditDatasetDialog = onDemand(async () => (await import('./edit-dataset-dialog.tsx')).EditDatasetDialog);

const DeleteDatasetDialog = onDemand(
  async () => (await import('./delete-dataset-dialog.tsx')).DeleteDatasetDialog,
);

const RunMissingDialog = onDemand(
  async () => (await import('../operations/run-missing-dialog.tsx')).RunMissingDialog,
);

interface DatasetHeadProps {
  readonly dataset: Dataset;
  readonly onUpload: () => void;
  readonly onSubmit: () => void;
}

export const DatasetHead = (props: DatasetHeadProps) => {
  const { dataset } = props;
  return (
    <PageHead actions={<Actions {...props} />}>
      <h1>{dataset.name}</h1>
      <DatasetFacts dataset={dataset} />
      <Audience dataset={dataset} />
      <Description text={dataset.description} />
      <DatasetSummary dataset={dataset} />
    </PageHead>
  );
};

const Actions = ({ dataset, onUpload, onSubmit }: DatasetHeadProps) => {
  const canSubmit = useRight('submit');
  const canAdd = useRight('change');
  const canDelete = useRight('delete');
  const [deleteOpened, deletion] = useDisclosure(false);
  const [missingOpened, missing] = useDisclosure(false);
  const [editOpened, edit] = useDisclosure(false);
  return (
    <>
      {canSubmit ? (
        <Button leftSection={<Icon name="play" />} onClick={onSubmit}>
          Submit
        </Button>
      ) : null}
      {canAdd ? (
        <Button variant="filled" leftSection={<Icon name="upload" />} onClick={onUpload}>
          Upload
        </Button>
      ) : null}
      {canSubmit || canAdd || canDelete ? (
        <MoreMenu>
          {(Menu) => (
            <>
              {canSubmit ? (
                <Menu.Item leftSection={<Icon name="play" />} onClick={missing.open}>
                  Run what is missing…
                </Menu.Item>
              ) : null}
              {canAdd ? (
                <Menu.Item leftSection={<Icon name="edit" />} onClick={edit.open}>
                  Rename or describe…
                </Menu.Item>
              ) : null}
              {canDelete ? (
                <Menu.Item leftSection={<Icon name="trash" />} onClick={deletion.open}>
                  Delete the dataset
                </Menu.Item>
              ) : null}
            </>
          )}
        </MoreMenu>
      ) : null}
      <EditDatasetDialog dataset={dataset} opened={editOpened} onClose={edit.close} />
      <DeleteDatasetDialog dataset={dataset} opened={deleteOpened} onClose={deletion.close} />
      <RunMissingDialog
        extractor={null}
        datasetId={dataset.id}
        where={`On the files of ${dataset.name}`}
        opened={missingOpened}
        onClose={missing.close}
      />
    </>
  );
};

const DatasetFacts = ({ dataset }: { readonly dataset: Dataset }) => (
  <Facts>
    <Fact name="Files">
      {formatCount(dataset.file_count)}, {formatBytes(dataset.size_bytes)}
    </Fact>
    <Fact name="Created">
      <Time at={dataset.created_at} inSentence /> by {dataset.created_by?.name ?? 'unknown'}
    </Fact>
    <Fact name="Tags" nameHidden>
      <TagEditor resource={{ type: 'dataset', id: dataset.id }} tags={dataset.tags} />
    </Fact>
  </Facts>
);
