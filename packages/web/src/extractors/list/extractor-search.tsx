import { useNavigate } from '@tanstack/react-router';
import { SearchField } from '../../design/search-field.tsx';

export const ExtractorSearch = ({ q }: { readonly q: string }) => {
  const navigate = useNavigate();
  return (
    <SearchField
      q={q}
      label="Find an extractor by name, description or author"
      placeholder="Find an extractor"
      onSearch={(next) =>
        void navigate({ to: '/extractors', search: next ? { q: next } : {}, replace: true })
      }
    />
  );
};
