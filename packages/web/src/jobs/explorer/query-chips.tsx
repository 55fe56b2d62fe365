import type { Job } from '@pawprint/protocol';
import { type JobQuery, type JobTerm, parseJobQuery, readTopTerm } from '@pawprint/protocol/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Chip } from '../../design/chip.tsx';
import { ChipGroup, ChipRow } from '../../design/chip-row.tsx';
import { type Choice, ChoiceChip } from '../../design/choice-chip.tsx';
import { formatCount } from '../../design/count.ts';
import { formatDuration } from '../../design/duration.ts';
import { formatInstant } from '../../design/instant.ts';
import { FlagBadge, type State, StateBadge } from '../../design/state.tsx';
import { extractorsQuery } from '../../extractors/extractor-queries.ts';
import type { JobCounts } from './job-counts.ts';
import styles from './query-chips.module.css';
import { withTerm } from './query-text.ts';

interface QueryChipsProps {
  readonly query: string;
  readonly onChange: (query: string) => void;
  /** The names of people to choose from. */
  readonly people: readonly string[];
  /** Of the jobs that meet the query whatever their state. */
  readonly counts: JobCounts | undefined;
}

/** What the query says, as chips that change it. They show only what holds for the whole query. */
export const QueryChips = ({ query, onChange, people, counts }: QueryChipsProps) => {
  const parsed = parseJobQuery(query);
  const read: JobQuery = parsed.ok ? parsed.query : { all: [] };
  const set = (key: JobTerm['key'], term: JobTerm | undefined): void => onChange(withTerm(query, key, term));
  return (
    <ChipRow>
      <StateChips query={read} set={set} counts={counts} />
      <span className={styles.lineBreak} />
      <ChoiceChip<JobTerm>
        label="By"
        none="anyone"
        chosen={namesOf(read, 'by')}
        choices={peopleChoices(people)}
        onChoose={(term) => set('by', term)}
      />
      <ExtractorChip query={read} set={set} />
      <ChoiceChip<JobTerm>
        label="Trigger"
        none="any"
        chosen={valuesOf(readTopTerm(read, 'trigger'))}
        choices={TRIGGERS}
        onChoose={(term) => set('trigger', term)}
      />
      <ChoiceChip<JobTerm>
        label="Elapsed"
        none="any"
        chosen={elapsedOf(read)}
        choices={ELAPSED}
        onChoose={(term) => set('elapsed', term)}
      />
      <ChoiceChip<JobTerm>
        label="Attempts"
        none="any"
        chosen={attemptsOf(read)}
        choices={ATTEMPTS}
        onChoose={(term) => set('attempts', term)}
      />
      <ChoiceChip<JobTerm>
        label="Since"
        none="ever"
        chosen={sinceOf(read)}
        choices={SINCE}
        onChoose={(term) => set('since', term)}
      />
    </ChipRow>
  );
};

type SetTerm = (key: JobTerm['key'], term: JobTerm | undefined) => void;

interface ChipProps {
  readonly query: JobQuery;
  readonly set: SetTerm;
}

const STATES: readonly State[] = [
  'FAILED',
  'LOST',
  'RUNNING',
  'QUEUED',
  'RESUBMITTED',
  'SUCCEEDED',
  'SKIPPED',
  'CANCELLED',
];

const StateChips = ({ query, set, counts }: ChipProps & Pick<QueryChipsProps, 'counts'>) => {
  const term = readTopTerm(query, 'state');
  const chosen: readonly State[] = term?.key === 'state' ? term.values : [];
  const flags = readTopTerm(query, 'flag');
  const isStalled = flags?.key === 'flag' && flags.values.includes('stalled');
  const toggle = (state: State): void => {
    const of = statesOfChip(state);
    const others = chosen.filter((one) => !of.includes(one));
    const values = chosen.includes(state) ? others : [...others, ...of];
    set('state', values.length > 0 ? { key: 'state', values } : undefined);
  };
  return (
    <ChipGroup label="States">
      {STATES.map((state) => (
        <Chip
          key={state}
          pressed={chosen.includes(state)}
          {...countOfState(counts, state)}
          onClick={() => toggle(state)}
        >
          <StateBadge state={state} />
        </Chip>
      ))}
      <Chip
        pressed={isStalled}
        onClick={() => set('flag', isStalled ? undefined : { key: 'flag', values: ['stalled'] })}
      >
        <FlagBadge flag="stalled" />
      </Chip>
    </ChipGroup>
  );
};

/** Without a count while nothing was counted, or not all. */
const countOfState = (counts: JobCounts | undefined, state: State): { readonly count?: string } => {
  if (!counts?.is_complete) return {};
  const of = statesOfChip(state);
  const found = counts.states.filter((counted) => of.includes(counted.state));
  return { count: formatCount(found.reduce((sum, { count }) => sum + count, 0)) };
};

/** Submitted is the same to a reader as queued: both wait. */
const statesOfChip = (state: State): readonly State[] =>
  state === 'QUEUED' ? ['SUBMITTED', 'QUEUED'] : [state];

/** Whose names are loaded once the menu may be opened. */
const ExtractorChip = ({ query, set }: ChipProps) => {
  const [isWanted, setWanted] = useState(false);
  const { data = [] } = useQuery({ ...extractorsQuery, enabled: isWanted, refetchInterval: false });
  return (
    <ChoiceChip<JobTerm>
      label="Extractor"
      none="any"
      chosen={namesOf(query, 'extractor')}
      choices={data.map(({ name }) => ({ label: name, value: { key: 'extractor', values: [name] } }))}
      onChoose={(term) => set('extractor', term)}
      onOpen={() => setWanted(true)}
    />
  );
};

const valuesOf = (term: JobTerm | undefined): string | undefined =>
  term && 'values' in term ? term.values.join(', ') : undefined;

const namesOf = (query: JobQuery, key: 'by' | 'extractor'): string | undefined =>
  valuesOf(readTopTerm(query, key));

const peopleChoices = (people: readonly string[]): readonly Choice<JobTerm>[] =>
  ['me', ...people].map((name) => ({ label: name, value: { key: 'by', values: [name] } }));

const TRIGGERS: readonly Choice<JobTerm>[] = (
  ['upload', 'dataset', 'metadata', 'manual', 'resubmit', 'legacy'] satisfies Job['trigger'][]
).map((trigger) => ({ label: trigger, value: { key: 'trigger', values: [trigger] } }));

const SIGN_LABELS = { '>': 'over', '>=': 'at least', '<': 'under', '<=': 'at most', '=': 'exactly' } as const;

const elapsedLabel = (term: JobTerm & { readonly key: 'elapsed' }): string =>
  `${SIGN_LABELS[term.compare]} ${formatDuration(term.ms)}`;

const elapsedOf = (query: JobQuery): string | undefined => {
  const term = readTopTerm(query, 'elapsed');
  return term?.key === 'elapsed' ? elapsedLabel(term) : undefined;
};

const ELAPSED: readonly Choice<JobTerm>[] = [10_000, 60_000, 600_000, 3_600_000].map((ms) => {
  const term = { key: 'elapsed', compare: '>', ms } as const;
  return { label: elapsedLabel(term), value: term };
});

const attemptsLabel = (term: JobTerm & { readonly key: 'attempts' }): string =>
  `${SIGN_LABELS[term.compare]} ${term.count}`;

const attemptsOf = (query: JobQuery): string | undefined => {
  const term = readTopTerm(query, 'attempts');
  return term?.key === 'attempts' ? attemptsLabel(term) : undefined;
};

const ATTEMPTS: readonly Choice<JobTerm>[] = [1, 3, 5, 10].map((count) => {
  const term = { key: 'attempts', compare: '>', count } as const;
  return { label: attemptsLabel(term), value: term };
});

const HOUR_MS = 3_600_000;

const agoLabel = (ms: number): string =>
  ms % (24 * HOUR_MS) === 0 ? `${ms / (24 * HOUR_MS)} d` : formatDuration(ms);

const sinceOf = (query: JobQuery): string | undefined => {
  const term = readTopTerm(query, 'since');
  if (term?.key !== 'since') return undefined;
  return 'at' in term.time ? formatInstant(new Date(term.time.at), new Date()) : agoLabel(term.time.agoMs);
};

const SINCE: readonly Choice<JobTerm>[] = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS, 30 * 24 * HOUR_MS].map(
  (agoMs) => ({
    label: agoLabel(agoMs),
    value: { key: 'since', time: { agoMs } },
  }),
);
