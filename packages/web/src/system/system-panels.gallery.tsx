import type { System } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { PENDING } from '../gallery/fake-api.ts';
import { SystemPanels } from './system-panels.tsx';

const system: System = {
  version: '0.2.0',
  node: '24.1.0',
  address: 'https://pawprint.example.org',
  database: { version: '18.4', size_bytes: 734_003_200, embedded: false },
  old_events: {
    keep_months: 24,
    archives: [
      { month: '2024-09', events: 812_433, size_bytes: 21_400_000, archived_at: '2026-10-01T02:00:00.000Z' },
      {
        month: '2024-10',
        events: 1_204_518,
        size_bytes: 30_900_000,
        archived_at: '2026-11-01T02:00:00.000Z',
      },
    ],
  },
  rabbitmq: true,
  files: { path: '/var/lib/pawprint/blobs', free_bytes: 120_000_000_000 },
  ready: false,
  checks: {
    database: { ok: true },
    live_updates: { ok: true },
    broker: { ok: false, reason: 'RabbitMQ is not connected: connect ECONNREFUSED 192.0.2.7:5672' },
  },
  requests: [
    { kind: 'bodies', under_way: 2, in_all: 2_000, per_caller: 500 },
    { kind: 'streams', under_way: 41, in_all: 5_000, per_caller: 500 },
  ],
  runs: [{ started_at: '2026-11-24T07:00:00.000Z', alive_at: '2026-11-24T09:12:31.000Z' }],
};

const listSettings = [
  { name: 'PAWPRINT_PORT', value: '9000', is_default: true },
  { name: 'DATABASE_URL', value: 'hidden', is_default: false },
  { name: 'RABBITMQ_MANAGEMENT_URL', value: null, is_default: true },
];

export const ForAdministrators = example(<SystemPanels />, { showSystem: system, listSettings });
export const ForOperators = example(<SystemPanels />, {
  showSystem: {
    ...system,
    old_events: { keep_months: null, archives: [] },
    files: { path: null, free_bytes: 120_000_000_000 },
  },
  listSettings,
});
export const WithBucket = example(<SystemPanels />, {
  showSystem: { ...system, files: { path: 's3://pawprint/files', free_bytes: null } },
  listSettings,
});
export const Loading = example(<SystemPanels />, { showSystem: PENDING, listSettings });
