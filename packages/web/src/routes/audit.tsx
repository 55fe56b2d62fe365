import { getRouteApi } from '@tanstack/react-router';
import { AuditList } from '../audit/audit-list.tsx';

const route = getRouteApi('/app/admin/audit');

/** The tab Audit of Admin. */
export const AuditPage = () => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return <AuditList search={search} onSearch={(next) => void navigate({ search: next })} />;
};
