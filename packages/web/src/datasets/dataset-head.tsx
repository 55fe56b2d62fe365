import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Dataset } from '@pawprint/protocol';
import { formatBytes } from '../design/bytes.ts';
import { formatCount } from '../design/count.ts';
import { Fact } from '../design/fact.tsx';
import { Icon } from '../design/icon.tsx';
import { MoreMenu } from '../design/more-menu.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Time } from '../design/time.tsx';
import { TagEditor } from '../tags/tag-editor.tsx';
import { Description } from './description.tsx';
import './datasets.css';

const DeleteDatasetDialog = onDemand(
  async () => (await import('./delete-dataset-dialog.tsx')).DeleteDatasetDialog,
);

const Facts = ({ dataset }: { readonly dataset: Dataset }) => (
  <dl className="facts">
    <Fact name="Files">
      {formatCount(dataset.file_count)}, {formatBytes(dataset.size_bytes)}
    </Fact>
    <Fact name="Created">
      <Time at={dataset.created_at} inWords /> by {dataset.created_by?.name ?? 'unknown'}
    </Fact>
    <Fact name="Tags" nameless>
      <div className="tags">
        <TagEditor resource={{ type: 'dataset', id: dataset.id }} tags={dataset.tags} />
      </div>
    </Fact>
  </dl>
);

interface DatasetHeadProps {
  readonly dataset: Dataset;
  readonly onUpload: () => void;
  readonly onSubmit: () => void;
}

export const DatasetHead = ({ dataset, onUpload, onSubmit }: DatasetHeadProps) => {
  const [deleting, deletion] = useDisclosure(false);
  return (
    <div className="hd">
      <div className="grow">
        <h1>{dataset.name}</h1>
        <Facts dataset={dataset} />
        <Description text={dataset.description} />
      </div>
      <div className="acts">
        <Button leftSection={<Icon name="play" />} onClick={onSubmit}>
          Submit
        </Button>
        <Button variant="filled" leftSection={<Icon name="upload" />} onClick={onUpload}>
          Upload
        </Button>
        <MoreMenu>
          {(Menu) => (
            <Menu.Item leftSection={<Icon name="trash" />} onClick={deletion.open}>
              Delete the dataset
            </Menu.Item>
          )}
        </MoreMenu>
      </div>
      <DeleteDatasetDialog dataset={dataset} opened={deleting} onClose={deletion.close} />
    </div>
  );
};
