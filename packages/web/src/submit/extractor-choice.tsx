import { TextInput } from '@mantine/core';
import type { DatasetExtractor } from '@pawprint/protocol';
import clsx from 'clsx';
import { useId, useState } from 'react';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import { InstanceCounts } from '../extractors/instance-status.tsx';
import styles from './extractor-choice.module.css';
import { type Accepts, groupExtractors, isOn } from './fitting-extractors.ts';

/** More extractors than these get a search field. */
const MAX_WITHOUT_SEARCH = 6;

interface ExtractorChoiceProps {
  readonly extractors: readonly DatasetExtractor[];
  readonly accepts: Accepts;
  /** "text/plain", "datasets": heads the extractors that accept it. */
  readonly madeFor: string;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
  readonly error: string | undefined;
}

/** A list of extractors, of which one is chosen. */
export const ExtractorChoice = (props: ExtractorChoiceProps) => {
  const { extractors, accepts, madeFor, chosen, onChoose, error } = props;
  const [search, setSearch] = useState('');
  const id = useId();
  const { fitting, others, off } = groupExtractors(extractors, accepts, { search, chosen });
  const group = { radioName: id, chosen, onChoose };
  return (
    <fieldset
      className={styles.choice}
      data-error={error ? true : undefined}
      aria-describedby={`${id}-error`}
    >
      <legend className={styles.label}>Extractor</legend>
      {extractors.length > MAX_WITHOUT_SEARCH ? <Search value={search} onChange={setSearch} /> : null}
      <div className={styles.options}>
        <OptionGroup {...group} title={`Made for ${madeFor}`} extractors={fitting} />
        <OptionGroup {...group} title={fitting.length > 0 ? 'Others' : 'All'} extractors={others} />
        <OptionGroup {...group} title="Not available" extractors={off} />
        {fitting.length + others.length + off.length === 0 ? (
          <p className={styles.note}>{search ? 'No matching extractors.' : 'No extractors yet.'}</p>
        ) : null}
      </div>
      <p id={`${id}-error`} className={styles.error} role="alert">
        {error}
      </p>
    </fieldset>
  );
};

interface SearchProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Search = ({ value, onChange }: SearchProps) => (
  <TextInput
    size="xs"
    type="search"
    leftSection={<Icon name="search" />}
    aria-label="Find an extractor"
    placeholder="Find an extractor"
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    // Enter would submit the form.
    onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
  />
);

interface OptionGroupProps {
  readonly title: string;
  readonly extractors: readonly DatasetExtractor[];
  readonly radioName: string;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

const OptionGroup = ({ title, extractors, radioName, chosen, onChoose }: OptionGroupProps) =>
  extractors.length === 0 ? null : (
    <>
      <h3 className={styles.groupTitle}>{title}</h3>
      {extractors.map((extractor) => (
        <Option
          key={extractor.name}
          extractor={extractor}
          radioName={radioName}
          chosen={extractor.name === chosen}
          onChoose={() => onChoose(extractor.name)}
        />
      ))}
    </>
  );

interface OptionProps {
  readonly extractor: DatasetExtractor;
  readonly radioName: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

const Option = ({ extractor, radioName, chosen, onChoose }: OptionProps) => (
  <label className={styles.option} data-disabled={isOn(extractor) ? undefined : true}>
    <input
      type="radio"
      name={radioName}
      value={extractor.name}
      checked={chosen}
      disabled={!isOn(extractor)}
      onChange={onChoose}
    />
    <span className={styles.description}>
      <span className={layout.row}>
        <span className={clsx(text.bold, text.truncated)}>{extractor.name}</span>
        <span className={text.version}>{extractor.version}</span>
      </span>
      {extractor.description ? (
        <small className={text.truncated} title={extractor.description}>
          {extractor.description}
        </small>
      ) : null}
    </span>
    <span className={styles.instances}>
      {isOn(extractor) ? (
        <Instances extractor={extractor} />
      ) : (
        <span className={text.dimmed}>{whyOff(extractor)}</span>
      )}
    </span>
  </label>
);

/** Why the server refuses jobs for an extractor. */
export const whyOff = ({ enabled, waits_for_approval }: DatasetExtractor): string => {
  if (waits_for_approval) return 'waiting for approval';
  return enabled ? 'switched off in its space' : 'switched off';
};

/** An extractor without running instances can be chosen too: its job waits. */
const Instances = ({ extractor: { instances, queue } }: { readonly extractor: DatasetExtractor }) =>
  instances.live + instances.late + (queue?.consumers ?? 0) === 0 ? (
    <span className={text.dimmed}>not running: the job would wait</span>
  ) : (
    <InstanceCounts counts={{ ...instances, gone: 0 }} queue={queue} />
  );
