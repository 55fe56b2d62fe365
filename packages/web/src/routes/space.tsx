import type { Space } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Crumbs } from '../design/crumbs.tsx';
import layout from '../design/layout.module.css';
import { usePageTitle } from '../shell/use-page-title.ts';
import { MembersPanel } from '../spaces/members-panel.tsx';
import { SpaceDatasetsPanel } from '../spaces/space-datasets-panel.tsx';
import { SpaceExtractorsPanel } from '../spaces/space-extractors-panel.tsx';
import { SpaceHead } from '../spaces/space-head.tsx';
import { spaceQuery, useCanManage } from '../spaces/space-queries.ts';
import { ResourcePage } from './resource-page.tsx';
import styles from './space.module.css';

const route = getRouteApi('/app/spaces/$id');

export const SpacePage = () => {
  const { id } = route.useParams();
  const query = useQuery(spaceQuery(id));
  usePageTitle(query.data?.name);
  const crumbs = (
    <Crumbs>
      <Link to="/spaces">Spaces</Link>
      <span>{query.data?.name ?? '…'}</span>
    </Crumbs>
  );
  return (
    <ResourcePage query={query} what="space" crumbs={crumbs}>
      {(space) => <SpaceView key={id} space={space} />}
    </ResourcePage>
  );
};

const SpaceView = ({ space }: { readonly space: Space }) => {
  const canManage = useCanManage(space);
  return (
    <>
      <SpaceHead space={space} canManage={canManage} />
      <div className={styles.columns}>
        <SpaceDatasetsPanel space={space} />
        <div className={layout.stack}>
          <MembersPanel space={space} canManage={canManage} />
          <SpaceExtractorsPanel space={space} canManage={canManage} />
        </div>
      </div>
    </>
  );
};
