import { getRouteApi, Link } from '@tanstack/react-router';
import { PageHead } from '../design/page-head.tsx';
import { SearchField } from '../design/search-field.tsx';
import text from '../design/text.module.css';
import { KIND_TEXTS } from '../search/hit-text.ts';
import { SearchResults } from '../search/search-results.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

const route = getRouteApi('/app/search');

export const SearchPage = () => {
  const { q = '', kind } = route.useSearch();
  const navigate = route.useNavigate();
  usePageTitle(q ? `Search: ${q}` : 'Search');
  return (
    <>
      <PageHead>
        <h1>Search</h1>
        {kind === undefined ? null : (
          <p>
            Only {KIND_TEXTS[kind].title.toLowerCase()}.{' '}
            <Link className={text.link} to="/search" search={{ q }}>
              Search everything
            </Link>
          </p>
        )}
      </PageHead>
      <SearchField
        q={q}
        focused
        wide
        label="Search everything"
        placeholder="Names, tags, ids, messages, or metadata as lines>1000"
        onSearch={(next) =>
          void navigate({ search: { ...(next && { q: next }), ...(kind && { kind }) }, replace: true })
        }
      />
      <SearchResults q={q} kind={kind} />
    </>
  );
};
