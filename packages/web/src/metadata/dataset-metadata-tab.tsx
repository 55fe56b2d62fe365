import layout from '../design/layout.module.css';
import { useReplaceEntry } from '../use-search-state.ts';
import { MetadataTab } from './metadata-tab.tsx';
import { MetadataTable } from './metadata-table.tsx';
import { searchOfView, type TableSearch, viewOfSearch } from './table-search.ts';

interface DatasetMetadataTabProps {
  readonly datasetId: string;
  /** What the address says of the table. */
  readonly search: TableSearch;
}

/** The metadata of a dataset's files as a table, then that of the dataset as a whole. */
export const DatasetMetadataTab = ({ datasetId, search }: DatasetMetadataTabProps) => {
  const replaceEntry = useReplaceEntry();
  return (
    <div className={layout.stack}>
      <MetadataTable
        datasetId={datasetId}
        view={viewOfSearch(search)}
        onChange={(change) => replaceEntry({ search: searchOfView(change) })}
      />
      <section>
        <MetadataTab resource={{ type: 'dataset', id: datasetId }} />
      </section>
    </div>
  );
};
