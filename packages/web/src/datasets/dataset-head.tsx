import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ShownDataset } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { client } from '../api/client.ts';
import { formatBytes } from '../design/bytes.ts';
import { formatCount } from '../design/count.ts';
import { Fact, Facts } from '../design/facts.tsx';
import { Icon } from '../design/icon.tsx';
import { InPlaceDescription, InPlaceName } from '../design/in-place.tsx';
import { type InPlaceEditing, useInPlaceEditing } from '../design/in-place-editing.ts';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { Time } from '../design/time.tsx';
import { TellMeButton } from '../notifications/tell-me-button.tsx';
import { Audience } from '../sharing/audience.tsx';
import { useRight } from '../sharing/rights.tsx';
import { sharingQuery } from '../sharing/sharing-query.ts';
import { TagEditor } from '../tags/tag-editor.tsx';
import styles from './dataset-head.module.css';
import { DatasetSummary } from './dataset-summary.tsx';
import { useEditDataset } from './use-edit-dataset.ts';

const DeleteDatasetDialog = onDemand(
  async () => (await import('./delete-dataset-dialog.tsx')).DeleteDatasetDialog,
);

const RunMissingDialog = onDemand(
  async () => (await import('../operations/run-missing-dialog.tsx')).RunMissingDialog,
);

interface DatasetHeadProps {
  readonly dataset: ShownDataset;
  readonly onUpload: () => void;
  readonly onSubmit: () => void;
}

export const DatasetHead = (props: DatasetHeadProps) => {
  const { dataset } = props;
  const save = useEditDataset(dataset.id);
  const editing = useInPlaceEditing(useRight('change') ? save : undefined);
  return (
    <PageHead actions={<Actions {...props} editing={editing} />}>
      <InPlaceName what="dataset" text={dataset.name} editing={editing} />
      <DatasetFacts dataset={dataset} />
      <Audience dataset={dataset} />
      <InPlaceDescription what="dataset" text={dataset.description} editing={editing} />
      <DatasetSummary dataset={dataset} />
    </PageHead>
  );
};

interface ActionsProps extends DatasetHeadProps {
  readonly editing: InPlaceEditing;
}

const Actions = ({ dataset, onUpload, onSubmit, editing }: ActionsProps) => {
  const canSubmit = useRight('submit');
  const canAdd = useRight('change');
  const canDelete = useRight('delete');
  const [deleteOpened, deletion] = useDisclosure(false);
  const [missingOpened, missing] = useDisclosure(false);
  return (
    <>
      {dataset.file_count > 0 ? <DownloadButton id={dataset.id} /> : null}
      <TellMeButton of={{ dataset_id: dataset.id }} />
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
                <>
                  <Menu.Item leftSection={<Icon name="edit" />} onClick={() => editing.start('name')}>
                    Rename…
                  </Menu.Item>
                  <Menu.Item leftSection={<Icon name="edit" />} onClick={() => editing.start('description')}>
                    Describe…
                  </Menu.Item>
                </>
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

const DownloadButton = ({ id }: Pick<ShownDataset, 'id'>) => (
  <Button
    component="a"
    href={client.url('downloadDataset', { params: { id }, query: {} })}
    download
    title="Download zip"
  >
    <Icon name="download" />
    <span className={styles.label}>Download zip</span>
  </Button>
);

const DatasetFacts = ({ dataset }: { readonly dataset: ShownDataset }) => (
  <Facts>
    <Fact name="Files">
      {formatCount(dataset.file_count)}, {formatBytes(dataset.size_bytes)}
    </Fact>
    <Fact name="Created">
      <Time at={dataset.created_at} inSentence /> by {dataset.created_by?.name ?? 'unknown'}
    </Fact>
    <Fact name="Changed">
      <Time at={dataset.changed_at} inSentence />
    </Fact>
    {dataset.spaces.length > 0 ? <SpaceFact datasetId={dataset.id} /> : null}
    <Fact name="Tags" nameHidden>
      <TagEditor resource={{ type: 'dataset', id: dataset.id }} tags={dataset.tags} />
    </Fact>
  </Facts>
);

/** Those that this person sees. */
const SpaceFact = ({ datasetId }: { readonly datasetId: string }) => {
  const { spaces = [] } = useQuery(sharingQuery(datasetId)).data ?? {};
  return (
    <Fact name={spaces.length > 1 ? 'Spaces' : 'Space'}>
      {spaces.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index === 0 ? null : ', '}
          <Link to="/spaces/$id" params={{ id }}>
            {name}
          </Link>
        </Fragment>
      ))}
    </Fact>
  );
};
