import { Button } from '@mantine/core';
import type { Sharing } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { EmptyState } from '../design/empty-state.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { useMe } from '../session/session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import { isOwner } from './sharing-query.ts';

/**
 * In place of a page that this person has lost. What other pages have shown is forgotten too, so that going back shows
 * nothing of it. What is shared again is loaded anew, since a part of the page may have been refused meanwhile.
 */
export const NoLongerSharedPage = ({ sharing }: { readonly sharing: Sharing }) => {
  const queries = useQueryClient();
  const me = useMe();
  usePageTitle('No longer shared');
  useEffect(() => {
    queries.removeQueries({ type: 'inactive' });
    return () => void queries.invalidateQueries();
  }, [queries]);
  const owner = isOwner(sharing, me) ? undefined : sharing.owner?.name;
  return (
    <Panel role="alert">
      <EmptyState
        page
        icon="search"
        title={me ? 'This is no longer shared with you' : 'This is no longer public'}
        action={me ? <AllDatasets /> : <SignIn />}
      >
        {me
          ? `Its dataset was deleted, or it is no longer shared with you. Ask ${owner ?? 'its owner'}, or an administrator of this server.`
          : 'Its dataset was deleted, or only people who sign in see it now.'}
      </EmptyState>
    </Panel>
  );
};

const AllDatasets = () => (
  <Link className={text.link} to="/datasets">
    All datasets
  </Link>
);

const SignIn = () => {
  const { href } = useLocation();
  return (
    <Button renderRoot={(props) => <Link to="/login" search={{ back: href }} {...props} type={undefined} />}>
      Sign in
    </Button>
  );
};
