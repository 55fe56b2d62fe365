import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Dataset } from '@pawprint/protocol';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { datasetListQuery } from './dataset-queries.ts';

interface DatasetSelectProps {
  readonly label: string;
  readonly description: string;
  /** The id of a dataset that cannot be chosen. */
  readonly except?: string;
  readonly enabled: boolean;
  readonly onChange: (dataset: Dataset | null) => void;
}

const TYPING_MS = 300;

/** The newest datasets that have what was typed in their name. */
export const DatasetSelect = ({ label, description, except, enabled, onChange }: DatasetSelectProps) => {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), TYPING_MS);
  const { data } = useInfiniteQuery({ ...datasetListQuery(q), enabled });
  const datasets = (data?.pages[0] ?? []).filter(({ id }) => id !== except);
  return (
    <Select
      label={label}
      description={description}
      placeholder="Find a dataset"
      searchable
      openOnFocus={false}
      data-autofocus
      nothingFoundMessage="No matching datasets"
      data={datasets.map(({ id, name }) => ({ value: id, label: name }))}
      // The server has found them.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(chosen) => onChange(datasets.find(({ id }) => id === chosen) ?? null)}
      comboboxProps={{ withinPortal: false }}
    />
  );
};
