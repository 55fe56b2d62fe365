import { Icon } from '../../../design/icon.tsx';
import type { EventFilter, Show } from '../../events/event-filter.ts';
import { DownloadMenu } from './download-menu.tsx';
import { LogSearch } from './log-search.tsx';
import type { Search } from './use-search.ts';

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
