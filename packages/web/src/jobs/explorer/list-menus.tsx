import { Button } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';
import { COLUMNS, type Column } from './columns.tsx';

export interface ChosenColumns {
  readonly shown: readonly Column[];
  /** Of those that can be left out. */
  readonly ids: readonly string[];
  readonly toggle: (id: string) => void;
}

const CHOOSABLE = COLUMNS.filter(({ id }) => id !== 'state');
const SHOWN_AT_FIRST = COLUMNS.filter(({ isExtra }) => !isExtra).map(({ id }) => id);

/**
 * The columns of the address, or those that this browser's reader has chosen.
 *
 * @param onChange called with the new ones where the address has some
 */
export const useColumns = (
  inAddress: string | undefined,
  onChange: (ids: readonly string[]) => void,
): ChosenColumns => {
  const [stored, setStored] = useLocalStorage<readonly string[]>({
    key: 'pawprint-job-columns',
    defaultValue: SHOWN_AT_FIRST,
    getInitialValueInEffect: false,
    deserialize: (text) => readIds(text),
  });
  const ids = useMemo(() => {
    const chosen = inAddress?.split(',') ?? stored;
    return CHOOSABLE.map(({ id }) => id).filter((id) => chosen.includes(id));
  }, [inAddress, stored]);
  const change = inAddress === undefined ? setStored : onChange;
  return {
    ids,
    // The same columns until others are chosen, so that rows are not rendered again for nothing.
    shown: useMemo(() => COLUMNS.filter(({ id }) => id === 'state' || ids.includes(id)), [ids]),
    toggle: (id) => change(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]),
  };
};

/** Anything may stand there that another version wrote. */
const readIds = (text: string | undefined): readonly string[] => {
  try {
    const stored: unknown = JSON.parse(text ?? '');
    return Array.isArray(stored)
      ? stored.filter((id): id is string => typeof id === 'string')
      : SHOWN_AT_FIRST;
  } catch {
    return SHOWN_AT_FIRST;
  }
};

export const ColumnsMenu = ({ columns }: { readonly columns: ChosenColumns }) => (
  <MenuOnDemand
    position="bottom-end"
    width={220}
    button={
      <Button size="xs" leftSection={<Icon name="table" />}>
        Columns
      </Button>
    }
  >
    {(Menu) =>
      CHOOSABLE.map(({ id, label }) => (
        <Menu.CheckboxItem key={id} checked={columns.ids.includes(id)} onChange={() => columns.toggle(id)}>
          {label}
        </Menu.CheckboxItem>
      ))
    }
  </MenuOnDemand>
);

const FORMATS = [
  { format: 'csv', label: 'CSV, for spreadsheets' },
  { format: 'ndjson', label: 'NDJSON, one job a line' },
] as const;

/** Downloads all jobs that match, also those that are not loaded. */
export const ExportMenu = ({ query }: { readonly query: string }) => (
  <MenuOnDemand
    position="bottom-end"
    width={220}
    button={
      <Button size="xs" leftSection={<Icon name="download" />}>
        Export
      </Button>
    }
  >
    {(Menu) =>
      FORMATS.map(({ format, label }) => (
        <Menu.Item key={format} component="a" href={exportUrl(query, format)} download>
          {label}
        </Menu.Item>
      ))
    }
  </MenuOnDemand>
);

const exportUrl = (query: string, format: string): string =>
  `/api/jobs/export?${new URLSearchParams({ format, ...(query && { query }) })}`;
