import { VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { VersionComparison } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatBytes } from '../../design/bytes.ts';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { MoreMenu } from '../../design/menu-on-demand.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { MoreFoot } from '../../design/paged-foot.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { percent, versionName } from './comparison-texts.ts';
import styles from './versions-panel.module.css';

const RemoveOutputsDialog = onDemand(
  async () => (await import('../../operations/many-jobs-dialog.tsx')).RemoveOutputsDialog,
);

/** So many versions at first, and with each "Show more". */
const PAGE = 10;

interface VersionTableProps extends Pick<VersionComparison, 'versions'> {
  /** Of the extractor. */
  readonly name: string;
}

/** All versions, with what is done to all that one has made. */
export const VersionTable = ({ name, versions }: VersionTableProps) => {
  const [limit, setLimit] = useState(PAGE);
  const [removed, setRemoved] = useState<string | null>(null);
  const [opened, dialog] = useDisclosure(false);
  const removeOutputs = (version: string): void => {
    setRemoved(version);
    dialog.open();
  };
  return (
    <div className={styles.all}>
      <DataTable stacked aria-label="All versions">
        <thead>
          <tr>
            <HeadCell>Version</HeadCell>
            <HeadCell numeric>Jobs</HeadCell>
            <HeadCell numeric>Failed</HeadCell>
            <HeadCell numeric>p50</HeadCell>
            <HeadCell numeric>p95</HeadCell>
            <HeadCell numeric>Usual size</HeadCell>
            <HeadCell>First job</HeadCell>
            <HeadCell>Last job</HeadCell>
            <HeadCell>
              <VisuallyHidden>Actions</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {versions.slice(0, limit).map((version) => (
            <VersionRow key={version.version} name={name} version={version} onRemoveOutputs={removeOutputs} />
          ))}
        </tbody>
      </DataTable>
      <MoreFoot shown={limit} total={versions.length} noun="version" onMore={() => setLimit(limit + PAGE)} />
      {removed === null ? null : (
        <RemoveOutputsDialog
          scope={{ extractor: name, version: removed }}
          where={`Jobs that ${name} ${removed} ran`}
          opened={opened}
          onClose={dialog.close}
        />
      )}
    </div>
  );
};

interface VersionRowProps {
  readonly name: string;
  readonly version: VersionComparison['versions'][number];
  readonly onRemoveOutputs: (version: string) => void;
}

const VersionRow = ({ name, version: row, onRemoveOutputs }: VersionRowProps) => {
  const { version, jobs, failed, run, usual_bytes: bytes } = row;
  return (
    <tr>
      <Cell className={text.bold}>{versionName(version)}</Cell>
      <Cell numeric head="Jobs">
        {version === null ? (
          formatCount(jobs)
        ) : (
          <Link className={text.link} to="/jobs" search={{ q: `extractor:${name} version:${version}` }}>
            {formatCount(jobs)}
          </Link>
        )}
      </Cell>
      <Cell numeric head="Failed">
        {jobs === 0 ? '–' : percent(failed / jobs)}
      </Cell>
      <Cell numeric head="p50">
        {run ? formatDuration(run.p50_ms) : '–'}
      </Cell>
      <Cell numeric head="p95">
        {run ? formatDuration(run.p95_ms) : '–'}
      </Cell>
      <Cell numeric head="Usual size">
        {bytes === null ? '–' : formatBytes(bytes)}
      </Cell>
      <Cell head="First job">
        <Time at={row.first_ended_at} inSentence />
      </Cell>
      <Cell head="Last job">
        <Time at={row.last_ended_at} inSentence />
      </Cell>
      <Cell>
        {version === null ? null : (
          <MoreMenu label={`Actions on version ${version}`}>
            {(Menu) => (
              <Menu.Item leftSection={<Icon name="trash" />} onClick={() => onRemoveOutputs(version)}>
                Remove outputs…
              </Menu.Item>
            )}
          </MoreMenu>
        )}
      </Cell>
    </tr>
  );
};
