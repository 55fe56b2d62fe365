import { Button } from '@mantine/core';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';

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
