import { example } from '../gallery/example.tsx';
import { PENDING } from '../gallery/fake-api.ts';
import { AuditList } from './audit-list.tsx';
import { anEntry } from './builders.ts';

const list = <AuditList search={{}} onSearch={() => undefined} />;

const items = [
  anEntry('a1', {
    act: 'space.set_member',
    details: { user: 'u2', user_name: 'Ben Okafor', role: 'editor' },
  }),
  anEntry('a2', {
    act: 'dataset.share',
    subject: 'd1',
    subject_name: 'Soil cores',
    details: { space_name: 'Soil lab' },
  }),
  anEntry('a3', {
    act: 'account.refuse_password',
    person: null,
    means: null,
    subject_name: 'Ben Okafor',
    details: { times: 12 },
  }),
  anEntry('a4', { act: 'extractor.disable', subject: 'ncsa.wordcount', subject_name: null }),
  anEntry('a5', {
    act: 'dataset.delete',
    subject_name:
      'A dataset with a name that is much longer than the line that it is shown in, as some people give them',
    means: 'key',
    credential: 'nightly import',
  }),
];

export const Entries = example(list, { listAudit: { items, next: 'a5' } });
export const Filtered = example(
  <AuditList search={{ person: 'u1', kind: 'space', since: '2026-11-01' }} onSearch={() => undefined} />,
  { listAudit: { items: items.slice(0, 1), next: null } },
);
export const NothingMatches = example(<AuditList search={{ kind: 'key' }} onSearch={() => undefined} />, {
  listAudit: { items: [], next: null },
});
export const Empty = example(list, { listAudit: { items: [], next: null } });
export const Loading = example(list, { listAudit: PENDING });
