import { useNavigate } from '@tanstack/react-router';
import { SearchField } from '../design/search-field.tsx';

interface DatasetSearchProps {
  readonly q: string;
  /** The page was opened to search. */
  readonly focused: boolean;
}

export const DatasetSearch = ({ q, focused }: DatasetSearchProps) => {
  const navigate = useNavigate();
  return (
    <SearchField
      q={q}
      focused={focused}
      label="Find a dataset by name"
      placeholder="Find a dataset"
      onSearch={(next) => void navigate({ to: '/datasets', search: next ? { q: next } : {}, replace: true })}
    />
  );
};
