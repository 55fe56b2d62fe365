import { Outlet, useLocation } from '@tanstack/react-router';
import { type AdminTab, tabOfPath, useAdminTabs } from '../admin/admin-tabs.ts';
import { PageHead } from '../design/page-head.tsx';
import { PageTabs } from '../design/page-tabs.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Forbidden } from './forbidden.tsx';

/** The head and the tabs of every page below Admin. The page itself knows nothing of who is let in. */
export const AdminPage = () => {
  const tabs = useAdminTabs();
  const chosen = tabOfPath(useLocation().pathname);
  if (chosen === undefined || !tabs.includes(chosen)) return <Forbidden />;
  return <AdminTabs tabs={tabs} chosen={chosen} />;
};

interface AdminTabsProps {
  readonly tabs: readonly AdminTab[];
  readonly chosen: AdminTab;
}

const AdminTabs = ({ tabs, chosen }: AdminTabsProps) => {
  usePageTitle(`${chosen.label} · Admin`);
  return (
    <>
      <PageHead>
        <h1>Admin</h1>
      </PageHead>
      <PageTabs label="Admin" tabs={tabs} chosen={chosen.name}>
        <Outlet />
      </PageTabs>
    </>
  );
};
