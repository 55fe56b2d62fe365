import { SegmentedControl, TextInput } from '@mantine/core';
import { Chip } from '../design/chip.tsx';
import { formatCount } from '../design/count.ts';
import { ErrorPanel } from '../design/error-panel.tsx';
import text from '../design/text.module.css';
import type { DatasetListing } from './dataset-submission.ts';
import {
  countValues,
  extensionOf,
  FILTERS,
  type FileFilter,
  filterSummary,
  typeOf,
  type ValueCount,
} from './file-filter.ts';
import styles from './file-filter-input.module.css';

const LABELS: Readonly<Record<FileFilter['by'], string>> = {
  all: 'All',
  selected: 'Selected',
  name: 'By name',
  extension: 'By extension',
  type: 'By type',
};

interface FileFilterInputProps {
  readonly listing: DatasetListing;
  /** The number of files in the dataset, also those that are not listed yet. */
  readonly total: number;
  readonly selected: number;
  readonly filter: FileFilter;
  readonly onChange: (filter: FileFilter) => void;
  /** How many of the listed files the filter matches. */
  readonly matching: number;
}

/** Which of a dataset's files are submitted, and how many they are. */
export const FileFilterInput = (props: FileFilterInputProps) => {
  const { listing, total, selected, filter, onChange, matching } = props;
  const offered = FILTERS.filter((by) => by !== 'selected' || selected > 0);
  return (
    <>
      <SegmentedControl
        aria-label="Which files"
        data={offered.map((by) => ({ value: by, label: LABELS[by] }))}
        value={filter.by}
        onChange={(by) => onChange({ ...filter, by })}
      />
      <ValueInput {...props} />
      {listing.error ? (
        <ErrorPanel what="Not all files could be counted." error={listing.error} onRetry={listing.retry} />
      ) : (
        <output className={text.dimmed}>
          {filterSummary(filter, {
            matching,
            listed: listing.files.length,
            total,
            complete: listing.complete,
          })}
        </output>
      )}
    </>
  );
};

const ValueInput = ({ listing: { files }, filter, onChange }: FileFilterInputProps) => {
  if (filter.by === 'name')
    return (
      <TextInput
        aria-label="Part of the name"
        placeholder="Part of the name"
        value={filter.name}
        onChange={(event) => onChange({ ...filter, name: event.currentTarget.value })}
        // Enter would submit the form.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
    );
  if (filter.by === 'extension')
    return (
      <ValueChips
        label="Extensions"
        values={countValues(files, extensionOf)}
        chosen={filter.extensions}
        onChange={(extensions) => onChange({ ...filter, extensions })}
      />
    );
  if (filter.by === 'type')
    return (
      <ValueChips
        label="Types"
        values={countValues(files, typeOf)}
        chosen={filter.types}
        onChange={(types) => onChange({ ...filter, types })}
      />
    );
  return null;
};

interface ValueChipsProps {
  readonly label: string;
  readonly values: readonly ValueCount[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

const ValueChips = ({ label, values, chosen, onChange }: ValueChipsProps) => (
  <fieldset className={styles.values} aria-label={label}>
    {values.map(({ name, count }) => (
      <Chip
        key={name}
        pressed={chosen.includes(name)}
        count={formatCount(count)}
        onClick={() =>
          onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])
        }
      >
        {name || 'none'}
      </Chip>
    ))}
  </fieldset>
);
