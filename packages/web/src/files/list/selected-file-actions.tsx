import { Button } from '@mantine/core';
import { client } from '../../api/client.ts';
import { formatCount } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { ClearSelection } from '../../design/selection-toolbar.tsx';
import text from '../../design/text.module.css';
import type { SelectedFiles } from '../../operations/operation-plan.ts';
import { useRight } from '../../sharing/rights.tsx';
import styles from './file-selection.module.css';

export type FileChange = 'tag_files' | 'move_files' | 'delete_files';

interface SelectedActionsProps {
  readonly datasetId: string;
  readonly files: SelectedFiles;
  readonly count: number;
  /** How many the filter finds. */
  readonly total: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
  readonly onSubmit: () => void;
  readonly onChange: (change: FileChange) => void;
}

/** How many files are selected, and what can be done with them. */
export const SelectedActions = (props: SelectedActionsProps) => {
  const { datasetId, files, total, count, onSubmit, onSelectAll, onClear, onChange } = props;
  const canSubmit = useRight('submit');
  const canChange = useRight('change');
  return (
    <>
      <output>
        <b className={text.bold}>{formatCount(count)} selected</b>
      </output>
      {'ids' in files && count < total ? (
        <button type="button" className={text.link} onClick={onSelectAll}>
          Select all {formatCount(total)}
        </button>
      ) : null}
      <span className={layout.fill} />
      <span className={styles.actions}>
        {canChange ? (
          <>
            <Button size="xs" leftSection={<Icon name="trash" />} onClick={() => onChange('delete_files')}>
              Delete
            </Button>
            <Button size="xs" leftSection={<Icon name="folder" />} onClick={() => onChange('move_files')}>
              Move
            </Button>
            <Button size="xs" leftSection={<Icon name="tag" />} onClick={() => onChange('tag_files')}>
              Tag
            </Button>
          </>
        ) : null}
        <DownloadZip datasetId={datasetId} files={files} />
        {canSubmit ? (
          <Button size="xs" variant="filled" leftSection={<Icon name="play" />} onClick={onSubmit}>
            Submit
          </Button>
        ) : null}
      </span>
      <ClearSelection onClear={onClear} />
    </>
  );
};

/** Their ids have to fit into an address. */
const MOST_IN_ADDRESS = 200;

const DownloadZip = ({ datasetId, files }: { readonly datasetId: string; readonly files: SelectedFiles }) => {
  const label = 'Download selected';
  const icon = <Icon name="download" />;
  if ('ids' in files && files.ids.length > MOST_IN_ADDRESS)
    return (
      <Button
        size="xs"
        disabled
        leftSection={icon}
        title={`Up to ${MOST_IN_ADDRESS} files chosen one by one, or all that a filter finds.`}
      >
        {label}
      </Button>
    );
  const query = 'ids' in files ? { ids: files.ids.join(',') } : files.filter;
  return (
    <Button
      size="xs"
      component="a"
      leftSection={icon}
      href={client.url('downloadDatasetFiles', { params: { id: datasetId }, query })}
      download
    >
      {label}
    </Button>
  );
};
