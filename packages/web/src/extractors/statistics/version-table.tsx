import { VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ExtractorVersion, VersionComparison } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
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
import { useHasRight } from '../../session/session.ts';
import { versionsQuery } from '../extractor-queries.ts';
import { SupersededBadge } from '../superseded-badge.tsx';
import { percent, versionName } from './comparison-texts.ts';
import styles from './versions-panel.module.css';

const RemoveOutputsDialog = onDemand(
  async () => (await import('../../operations/many-jobs-dialog.tsx')).RemoveOutputsDialog,
);
const SupersedeDialog = onDemand(async () => (await import('./supersede-dialog.tsx')).SupersedeDialog);

/** So many versions at first, and with each "Show more". */
const PAGE = 10;

interface VersionTableProps extends Pick<VersionComparison, 'versions'> {
  /** Of the extractor. */
  readonly name: string;
}

/** All versions, with what is done to all that one has made. */
export const VersionTable = ({ name, versions }: VersionTableProps) => {
  const [limit, setLimit] = useState(PAGE);
  const announced = useQuery(versionsQuery(name)).data ?? [];
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
            <VersionRow
              key={version.version}
              name={name}
              version={version}
              announced={announced.find((known) => known.version === version.version)}
            />
          ))}
        </tbody>
      </DataTable>
      <MoreFoot shown={limit} total={versions.length} noun="version" onMore={() => setLimit(limit + PAGE)} />
    </div>
  );
};

interface VersionRowProps {
  readonly name: string;
  readonly version: VersionComparison['versions'][number];
  /** Undefined where the version was never announced. */
  readonly announced: ExtractorVersion | undefined;
}

const VersionRow = ({ name, version: row, announced }: VersionRowProps) => {
  const { version, jobs, failed, run, usual_bytes: bytes } = row;
  const mark = announced?.superseded ?? null;
  return (
    <tr>
      <Cell wholeLine={mark !== null} className={styles.version}>
        <span className={text.bold}>{versionName(version)}</span> {mark ? <Superseded mark={mark} /> : null}
      </Cell>
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
        {version === null ? null : <VersionMenu name={name} version={version} announced={announced} />}
      </Cell>
    </tr>
  );
};

const Superseded = ({ mark }: { readonly mark: NonNullable<ExtractorVersion['superseded']> }) => (
  <>
    <SupersededBadge />
    <p className={styles.evidence}>
      by {mark.by ?? 'an operator'}, <Time at={mark.at} inSentence />
      {mark.reason === null ? null : `: ${mark.reason}`}
    </p>
  </>
);

interface VersionMenuProps extends Pick<VersionRowProps, 'name' | 'announced'> {
  readonly version: string;
}

const VersionMenu = ({ name, version, announced }: VersionMenuProps) => {
  const isOperator = useHasRight('operate');
  const [isRemoving, removal] = useDisclosure(false);
  const [isMarking, marking] = useDisclosure(false);
  return (
    <>
      <MoreMenu label={`Actions on version ${version}`}>
        {(Menu) => (
          <>
            {isOperator && announced ? (
              <Menu.Item leftSection={<Icon name="stalled" />} onClick={marking.open}>
                {announced.superseded ? 'No longer superseded…' : 'Mark as superseded…'}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<Icon name="trash" />} onClick={removal.open}>
              Remove outputs…
            </Menu.Item>
          </>
        )}
      </MoreMenu>
      {announced ? (
        <SupersedeDialog name={name} version={announced} opened={isMarking} onClose={marking.close} />
      ) : null}
      <RemoveOutputsDialog
        scope={{ extractor: name, version }}
        where={`Jobs that ${name} ${version} ran`}
        opened={isRemoving}
        onClose={removal.close}
      />
    </>
  );
};
