import { Button } from '@mantine/core';
import { EmptyState } from '../../design/empty-state.tsx';
import { useRight } from '../../sharing/rights.tsx';
import { type FileSearch, isFiltered } from './file-search.ts';

interface NoFilesProps {
  readonly search: FileSearch;
  readonly onSearch: (change: Partial<FileSearch>) => void;
}

/** In place of a list without files: why, and what can be done. */
export const NoFiles = ({ search, onSearch }: NoFilesProps) => {
  const canAdd = useRight('change');
  if (isFiltered(search))
    return (
      <EmptyState
        icon="search"
        title="No matching files"
        action={
          <Button
            onClick={() =>
              onSearch({
                q: undefined,
                type: undefined,
                state: undefined,
                extractor: undefined,
                size: undefined,
              })
            }
          >
            Show all files
          </Button>
        }
      >
        No file has this name, type, size and state.
      </EmptyState>
    );
  return canAdd ? (
    <EmptyState icon="upload" title="No files yet">
      Drop files anywhere on this page, or press Upload. Extractors that know their type start by themselves,
      and their state shows here.
    </EmptyState>
  ) : (
    <EmptyState icon="file" title="No files yet">
      Its owner, or somebody who may change this dataset, has to add some.
    </EmptyState>
  );
};
