import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { PageHead } from '../design/page-head.tsx';
import { ExtractorList, ExtractorSearch, WriteExtractorLink } from '../extractors/extractor-list.tsx';
import { UnregisteredPanel } from '../extractors/unregistered-panel.tsx';
import { useHasRight } from '../session/session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';

const route = getRouteApi('/app/extractors');

export const ExtractorsPage = () => {
  usePageTitle('Extractors');
  const { q = '' } = route.useSearch();
  const isOperator = useHasRight('operate');
  return (
    <>
      <PageHead
        actions={
          <>
            {isOperator ? <QuarantineLink /> : null}
            <WriteExtractorLink />
          </>
        }
      >
        <h1>Extractors</h1>
      </PageHead>
      {isOperator ? <UnregisteredPanel /> : null}
      <ExtractorSearch q={q} />
      <ExtractorList q={q} />
    </>
  );
};

const QuarantineLink = () => (
  <Button renderRoot={(props) => <Link to="/admin/quarantine" {...props} type={undefined} />}>
    Quarantine
  </Button>
);
