import { queryOptions, useQuery } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { usePageTitle } from '../shell/use-page-title.ts';

const FEW = 5;

const administratorsQuery = queryOptions({
  queryKey: keys.administrators,
  queryFn: ({ signal }) => callRoute('listUsers', { query: { role: 'admin', limit: FEW }, signal }),
});

/** Instead of a page that this person has no right to: says whom to ask. Only people who are signed in see it. */
export const Forbidden = () => {
  usePageTitle('No access');
  const { data: administrators = [] } = useQuery(administratorsQuery);
  return (
    <Panel>
      <EmptyState page icon="lock" title="You have no access to this page">
        It is for people who run this server. If you need it, ask an administrator
        {administrators.length > 0 ? ':' : '.'}
        {administrators.map(({ id, fullName, email }, place) => (
          <span key={id}>
            {place === 0 ? ' ' : ', '}
            <a className={text.link} href={`mailto:${email}`}>
              {fullName}
            </a>
          </span>
        ))}
      </EmptyState>
    </Panel>
  );
};
