import { example } from '../gallery/example.tsx';
import { anExtractor } from '../jobs/builders.ts';
import { anUnregistered } from './builders.ts';
import { UnregisteredPanel } from './unregistered-panel.tsx';

export const Some = example(<UnregisteredPanel />, {
  listUnregisteredExtractors: {
    items: [
      anUnregistered(),
      anUnregistered({
        name: 'flood.7',
        source: 'heartbeat',
        version: '2.0',
        text: 'sends heartbeats, and the limit of names known by heartbeats only is reached: register it',
      }),
    ],
  },
  registerUnregisteredExtractor: anExtractor({ name: 'ncsa.unknown' }),
});

export const None = example(<UnregisteredPanel />, { listUnregisteredExtractors: { items: [] } });
