import { ActionIcon, SegmentedControl, Switch } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';
import { saveFile } from '../../design/save-file.ts';
import { shortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { ActionError } from '../actions/action-error.tsx';
import type { EventFilter, EventSelection } from '../events/event-kinds.ts';
import { type LogSearch, LogSearchField } from './log-search.tsx';
import styles from './log-toolbar.module.css';

interface FilterProps {
  readonly filter: EventFilter;
  readonly onFilter: (filter: EventFilter) => void;
}

interface LogToolbarProps extends FilterProps {
  readonly job: Job;
  readonly headingId: string;
  readonly search: LogSearch;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
  readonly follow: boolean;
  /** Undefined if the job is over and no event will come. */
  readonly onFollow: ((follow: boolean) => void) | undefined;
}

export const LogToolbar = (props: LogToolbarProps) => {
  const { wrap, onWrap, follow, onFollow } = props;
  return (
    <div className={styles.toolbar}>
      <h2 id={props.headingId}>Events</h2>
      <SelectionControl {...props} />
      <AttemptSelect {...props} />
      <LogSearchField search={props.search} />
      <Switch label="Wrap" checked={wrap} onChange={(event) => onWrap(event.currentTarget.checked)} />
      {onFollow ? (
        <Switch label="Follow" checked={follow} onChange={(event) => onFollow(event.currentTarget.checked)} />
      ) : null}
      <DownloadMenu id={props.job.id} />
    </div>
  );
};

const SELECTIONS: { value: EventSelection; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'extractor', label: 'Extractor' },
  { value: 'server', label: 'Server' },
  { value: 'errors', label: 'Errors' },
];

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

/** The counts are those of the whole job, so they are left out while one attempt is chosen. */
const SelectionControl = ({ job, filter, onFilter }: FilterProps & { readonly job: Job }) => (
  <SegmentedControl
    aria-label="Show"
    data={SELECTIONS.map(({ value, label }) => ({
      value,
      label:
        filter.attempt === null ? (
          <>
            {label} <span className={text.dimmed}>{compact.format(job.event_counts[value])}</span>
          </>
        ) : (
          label
        ),
    }))}
    value={filter.show}
    onChange={(show) => onFilter({ ...filter, show })}
  />
);

const AttemptSelect = ({ filter, onFilter, job }: FilterProps & { readonly job: Job }) => (
  <label className={styles.attempt}>
    <span className={text.dimmed}>Attempt</span>
    <select
      value={filter.attempt ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onFilter({ ...filter, attempt: value === '' ? null : Number(value) })
      }
    >
      <option value="">all</option>
      {Array.from({ length: job.attempt_count }, (_, index) => (
        <option key={index} value={index + 1}>
          {index + 1}
        </option>
      ))}
    </select>
    <Icon name="down" />
  </label>
);

const FORMATS = [
  { accept: 'text/plain', ending: 'log', label: 'As text' },
  { accept: 'application/x-ndjson', ending: 'ndjson', label: 'As NDJSON, one event a line' },
] as const;

type Format = (typeof FORMATS)[number];

const DownloadMenu = ({ id }: { readonly id: string }) => {
  const download = useMutation({ mutationFn: (format: Format) => downloadLog(id, format) });
  return (
    <ActionError what="The log could not be downloaded." error={download.error} onClose={download.reset}>
      <div>
        <MenuOnDemand
          button={
            <ActionIcon className={styles.download} aria-label="Download the log" title="Download the log">
              <Icon name="download" />
            </ActionIcon>
          }
        >
          {(Menu) =>
            FORMATS.map((format) => (
              <Menu.Item key={format.ending} onClick={() => download.mutate(format)}>
                {format.label}
              </Menu.Item>
            ))
          }
        </MenuOnDemand>
      </div>
    </ActionError>
  );
};

/** Fetches the log and then saves it, since a link cannot ask for a format. */
const downloadLog = async (id: string, { accept, ending }: Format): Promise<void> => {
  const response = await client.fetch('listJobEvents', { params: { id }, headers: { accept } });
  saveFile(await response.blob(), `job-${shortId(id)}.${ending}`);
};
