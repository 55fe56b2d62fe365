import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ExtractorList, ExtractorSearch } from '../extractors/extractor-list.tsx';
import { useIsAdmin } from '../session/use-is-admin.ts';
import { usePageTitle } from '../shell/use-page-title.ts';

const route = getRouteApi('/signed-in/extractors');

export const ExtractorsPage = () => {
  usePageTitle('Extractors');
  const { q = '' } = route.useSearch();
  const isAdmin = useIsAdmin();
  return (
    <>
      <div className="hd">
        <h1 className="grow">Extractors</h1>
        {isAdmin ? (
          <div className="acts">
            <Button renderRoot={(props) => <Link to="/quarantine" {...props} />}>Quarantine</Button>
          </div>
        ) : null}
      </div>
      <ExtractorSearch q={q} />
      <ExtractorList q={q} />
    </>
  );
};
