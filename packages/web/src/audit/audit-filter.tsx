import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Chip } from '../design/chip.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { Toolbar } from '../design/toolbar.tsx';
import styles from './audit-filter.module.css';
import { type AuditSearch, csvAddress } from './audit-query.ts';

export const KINDS = [
  { value: '', label: 'Everything' },
  { value: 'account', label: 'Accounts' },
  { value: 'invitation', label: 'Invitations' },
  { value: 'key', label: 'Keys' },
  { value: 'space', label: 'Spaces' },
  { value: 'dataset', label: 'Datasets' },
  { value: 'collection', label: 'Collections' },
  { value: 'file', label: 'Files' },
  { value: 'metadata', label: 'Metadata' },
  { value: 'jobs', label: 'Jobs' },
  { value: 'extractor', label: 'Extractors' },
  { value: 'error_queue', label: 'Error queues' },
  { value: 'quarantine', label: 'Quarantine' },
  { value: 'import', label: 'Imports' },
] as const;

interface AuditFilterProps {
  readonly search: AuditSearch;
  /** The names behind the ids of the filter, as far as they are known. */
  readonly personName: string | undefined;
  readonly subjectName: string | undefined;
  readonly onSearch: (search: AuditSearch) => void;
}

export const AuditFilter = ({ search, personName, subjectName, onSearch }: AuditFilterProps) => (
  <Toolbar className={styles.filter}>
    <NativeSelect
      aria-label="What about"
      data={[...KINDS]}
      value={search.kind ?? ''}
      onChange={(event) => onSearch({ ...search, kind: event.currentTarget.value || undefined })}
    />
    <DayInput label="From" day={search.since} onDay={(since) => onSearch({ ...search, since })} />
    <DayInput label="To" day={search.until} onDay={(until) => onSearch({ ...search, until })} />
    {search.person ? (
      <Chosen
        onRemove={() => onSearch({ ...search, person: undefined })}
      >{`by ${personName ?? search.person}`}</Chosen>
    ) : null}
    {search.subject ? (
      <Chosen onRemove={() => onSearch({ ...search, subject: undefined })}>
        {`about ${subjectName ?? search.subject}`}
      </Chosen>
    ) : null}
    <span className={layout.fill} />
    <Button component="a" href={csvAddress(search)} download leftSection={<Icon name="download" />}>
      CSV
    </Button>
  </Toolbar>
);

interface DayInputProps {
  readonly label: string;
  readonly day: string | undefined;
  readonly onDay: (day: string | undefined) => void;
}

const DayInput = ({ label, day, onDay }: DayInputProps) => (
  <label className={styles.day}>
    {label}
    <TextInput
      type="date"
      value={day ?? ''}
      onChange={(event) => onDay(event.currentTarget.value || undefined)}
    />
  </label>
);

/** A part of the filter that was chosen in the list. */
const Chosen = ({ children, onRemove }: { readonly children: ReactNode; readonly onRemove: () => void }) => (
  <Chip title="Remove this filter" onClick={onRemove}>
    {children}
    <Icon name="x" />
  </Chip>
);
