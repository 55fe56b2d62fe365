import type { AuditEntry } from '@pawprint/protocol';

export const anEntry = (id: string, also: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: '2026-11-24T09:12:31.000Z',
  person: { id: 'u1', name: 'Ana Ruiz' },
  act: 'space.create',
  subject: 's1',
  subject_name: 'Soil lab',
  address: '192.0.2.7',
  means: 'session',
  credential: null,
  details: {},
  ...also,
});
