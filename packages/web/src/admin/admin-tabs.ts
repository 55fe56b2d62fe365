import type { InstanceRight } from '@pawprint/protocol';
import { useMe } from '../session/session.ts';

/** The pages below Admin, in their order, each with the right that its page needs. The first is where Admin leads. */
const ADMIN_TABS = [
  { name: 'people', label: 'People', to: '/admin/people', right: 'administer' },
  { name: 'extractors', label: 'Extractors', to: '/admin/extractors', right: 'operate' },
  { name: 'audit', label: 'Audit', to: '/admin/audit', right: 'audit' },
  { name: 'alerts', label: 'Alerts', to: '/admin/alerts', right: 'administer' },
  { name: 'system', label: 'System', to: '/admin/system', right: 'inspect' },
  { name: 'error-queues', label: 'Error queues', to: '/admin/error-queues', right: 'operate' },
  { name: 'quarantine', label: 'Quarantine', to: '/admin/quarantine', right: 'operate' },
] as const satisfies readonly { name: string; label: string; to: string; right: InstanceRight }[];

export type AdminTab = (typeof ADMIN_TABS)[number];

export const tabOfPath = (path: string): AdminTab | undefined =>
  ADMIN_TABS.find(({ to }) => path.startsWith(to));

/** The tabs that somebody with these rights is let in to. */
export const tabsFor = (rights: readonly InstanceRight[] = []): readonly AdminTab[] =>
  ADMIN_TABS.filter(({ right }) => rights.includes(right));

export const useAdminTabs = (): readonly AdminTab[] => tabsFor(useMe()?.rights);
