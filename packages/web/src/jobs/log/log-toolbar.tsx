import { ActionIcon } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';
import { shortId } from '../../design/short-id.tsx';
import { ActionError } from '../actions/action-error.tsx';
import type { EventFilter, Show } from '../events/event-kinds.ts';
import { LogSearch, type Search } from './log-search.tsx';

const SHOWS: readonly (readonly [show: Show, word: string])[] = [
  ['all', 'All'],
  ['extractor', 'Extractor'],
  ['server', 'Server'],
  ['errors', 'Errors'],
];

interface FilterProps {
  readonly filter: EventFilter;
  readonly onFilter: (filter: EventFilter) => void;
}

const ShowButtons = ({ filter, onFilter }: FilterProps) => (
  <fieldset className="seg">
    <legend className="sr">Show</legend>
    {SHOWS.map(([show, word]) => (
      <button
        key={show}
        type="button"
        aria-pressed={filter.show === show}
        onClick={() => onFilter({ ...filter, show })}
      >
        {word}
      </button>
    ))}
  </fieldset>
);

const AttemptSelect = ({ filter, onFilter, attempts }: FilterProps & { readonly attempts: number }) => (
  <label className="sel">
    <span className="dim">Attempt</span>
    <select
      value={filter.attempt ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onFilter({ ...filter, attempt: value === '' ? null : Number(value) })
      }
    >
      <option value="">all</option>
      {Array.from({ length: attempts }, (_, at) => (
        <option key={at} value={at + 1}>
          {at + 1}
        </option>
      ))}
    </select>
    <Icon name="down" />
  </label>
);

/** A checkbox that takes effect at once. */
const SWITCH = { type: 'checkbox', role: 'switch' } as const;

interface LogSwitchProps {
  readonly word: string;
  readonly on: boolean;
  readonly onTurn: (on: boolean) => void;
}

const LogSwitch = ({ word, on, onTurn }: LogSwitchProps) => (
  <label className="sw">
    <input {...SWITCH} checked={on} onChange={({ currentTarget: { checked } }) => onTurn(checked)} />
    {word}
  </label>
);

interface LogBarProps extends FilterProps {
  readonly id: string;
  readonly attempts: number;
  readonly search: Search;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
  readonly follow: boolean;
  /** Undefined where nothing more will come. */
  readonly onFollow: ((follow: boolean) => void) | undefined;
}

export const LogBar = (props: LogBarProps) => (
  <div className="logbar">
    <h2 id="h-log">Events</h2>
    <ShowButtons {...props} />
    <AttemptSelect {...props} />
    <LogSearch search={props.search} />
    <LogSwitch word="Wrap" on={props.wrap} onTurn={props.onWrap} />
    {props.onFollow ? <LogSwitch word="Follow" on={props.follow} onTurn={props.onFollow} /> : null}
    <DownloadMenu id={props.id} />
  </div>
);

const FORMATS = [
  { accept: 'text/plain', ending: 'log', word: 'As text' },
  { accept: 'application/x-ndjson', ending: 'ndjson', word: 'As NDJSON, one event a line' },
] as const;

type Format = (typeof FORMATS)[number];

const save = (content: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun to read by then; revoked at once some read nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** A plain link cannot say which form it wants, so the log is fetched and then saved. */
const download = async (id: string, { accept, ending }: Format): Promise<void> => {
  const response = await client.fetch('listJobEvents', { params: { id }, headers: { accept } });
  save(await response.blob(), `job-${shortId(id)}.${ending}`);
};

const DownloadMenu = ({ id }: { readonly id: string }) => {
  const log = useMutation({ mutationFn: (format: Format) => download(id, format) });
  return (
    <ActionError what="The log could not be downloaded." error={log.error} onClose={log.reset}>
      <div>
        <MenuOnDemand
          button={
            <ActionIcon className="log-download" aria-label="Download the log" title="Download the log">
              <Icon name="download" />
            </ActionIcon>
          }
        >
          {(Menu) =>
            FORMATS.map((format) => (
              <Menu.Item key={format.ending} onClick={() => log.mutate(format)}>
                {format.word}
              </Menu.Item>
            ))
          }
        </MenuOnDemand>
      </div>
    </ActionError>
  );
};
