import { getRouteApi } from '@tanstack/react-router';
import { ExtractorList } from '../extractors/list/extractor-list.tsx';
import { ExtractorSearch } from '../extractors/list/extractor-search.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

const route = getRouteApi('/signed-in/extractors');

export const ExtractorsPage = () => {
  usePageTitle('Extractors');
  const { q = '' } = route.useSearch();
  return (
    <>
      <div className="hd">
        <h1 className="grow">Extractors</h1>
      </div>
      <ExtractorSearch q={q} />
      <ExtractorList q={q} />
    </>
  );
};
