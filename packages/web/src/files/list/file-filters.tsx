import type { CallAnswer } from '@pawprint/protocol';
import { FILE_STATES, type FileState } from '@pawprint/protocol/client';
import { Chip } from '../../design/chip.tsx';
import { ChipGroup, ChipRow } from '../../design/chip-row.tsx';
import { type Choice, ChoiceChip } from '../../design/choice-chip.tsx';
import { formatCount } from '../../design/count.ts';
import { SearchField } from '../../design/search-field.tsx';
import { StateBadge } from '../../design/state.tsx';
import styles from './file-filters.module.css';
import { type FileSearch, isFiltered, statesIn } from './file-search.ts';

export type FileCounts = NonNullable<CallAnswer<'countDatasetFiles'>>;

interface FileFiltersProps {
  readonly search: FileSearch;
  readonly onSearch: (change: Partial<FileSearch>) => void;
  /** Undefined until they are loaded. */
  readonly counts: FileCounts | undefined;
}

/** Which files are listed: what the address says, as a field and chips that change it. */
export const FileFilters = ({ search, onSearch, counts }: FileFiltersProps) => (
  <div className={styles.filters}>
    <SearchField
      q={search.q ?? ''}
      label="Find a file by its name"
      placeholder="Find a file"
      onSearch={(q) => onSearch({ q: q || undefined })}
    />
    <ChipRow>
      <StateChips search={search} onSearch={onSearch} counts={counts} />
      <ChoiceChip
        label="Type"
        none="any"
        chosen={search.type}
        choices={typeChoices(counts)}
        onChoose={(type) => onSearch({ type })}
      />
      <ChoiceChip
        label="Extractor"
        none="any"
        chosen={search.extractor}
        choices={(counts?.extractors ?? []).map((name) => ({ label: name, value: name }))}
        onChoose={(extractor) => onSearch({ extractor })}
      />
      <ChoiceChip
        label="Size"
        none="any"
        chosen={SIZES.find(({ value }) => value === search.size)?.label ?? search.size}
        choices={SIZES}
        onChoose={(size) => onSearch({ size })}
      />
    </ChipRow>
  </div>
);

/** Chips of states that no file has are left out, unless they are pressed. */
const StateChips = ({ search, onSearch, counts }: FileFiltersProps) => {
  const chosen = statesIn(search.state);
  const toggle = (chip: StateChip): void => {
    const others = chosen.filter((state) => !chip.states.includes(state));
    const next = isPressed(chip, chosen) ? others : [...others, ...chip.states];
    onSearch({ state: next.length > 0 ? next.join(',') : undefined });
  };
  return (
    <ChipGroup label="States of their jobs">
      <Chip pressed={!isFiltered(search)} onClick={() => onSearch(NO_FILTER)}>
        All files
      </Chip>
      {STATE_CHIPS.map((chip) => {
        const count = countOfChip(counts, chip);
        const pressed = isPressed(chip, chosen);
        if (!pressed && count === 0) return null;
        return (
          <Chip
            key={chip.states.join()}
            pressed={pressed}
            count={formatCount(count)}
            onClick={() => toggle(chip)}
          >
            {chip.badge === undefined ? 'Not run' : <StateBadge state={chip.badge} />}
          </Chip>
        );
      })}
    </ChipGroup>
  );
};

const NO_FILTER: Partial<FileSearch> = {
  q: undefined,
  type: undefined,
  state: undefined,
  extractor: undefined,
  size: undefined,
};

interface StateChip {
  readonly states: readonly FileState[];
  /** Undefined: the file has no job. */
  readonly badge: Exclude<FileState, 'NOT_RUN'> | undefined;
}

/** Submitted is the same to a reader as queued: both wait. */
const STATE_CHIPS: readonly StateChip[] = FILE_STATES.filter((state) => state !== 'SUBMITTED').map(
  (state) => ({
    states: state === 'QUEUED' ? ['QUEUED', 'SUBMITTED'] : [state],
    badge: state === 'NOT_RUN' ? undefined : state,
  }),
);

const isPressed = ({ states }: StateChip, chosen: readonly FileState[]): boolean =>
  states.some((state) => chosen.includes(state));

/** A file can be in both states of a chip, by two extractors: then this counts it twice. */
const countOfChip = (counts: FileCounts | undefined, { states }: StateChip): number =>
  (counts?.states ?? [])
    .filter(({ state }) => states.includes(state))
    .reduce((sum, { count }) => sum + count, 0);

/** Whole families first, where there are several types of one. */
const typeChoices = (counts: FileCounts | undefined): readonly Choice<string>[] => {
  const types = (counts?.types ?? []).map(({ type }) => type);
  const families = types.map((type) => `${type.split('/')[0]}/*`);
  const several = [...new Set(families.filter((family, n) => families.indexOf(family) !== n))];
  return [...several, ...types].map((type) => ({ label: type, value: type }));
};

const SIZES: readonly Choice<string>[] = [
  { label: 'empty', value: '0-0' },
  { label: 'under 1 MB', value: '0-999999' },
  { label: '1 to 100 MB', value: '1000000-99999999' },
  { label: '100 MB or more', value: '100000000-' },
];
