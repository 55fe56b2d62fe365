import type { Notification, Watch } from '@pawprint/protocol';
import { example } from '../gallery/example.tsx';
import { at } from '../jobs/builders.ts';
import { Bell } from './bell.tsx';
import { aDelivery, aNotification, aWatch, aWebhook } from './builders.ts';
import { TellMeButton } from './tell-me-button.tsx';
import { WatchesPanel } from './watches-panel.tsx';
import { WebhooksPanel } from './webhooks-panel.tsx';

const ofOneJob = aNotification({
  id: 'n2',
  subject: { type: 'job', id: 'j1', name: 'word-count on soil.csv' },
  title: 'word-count on soil.csv: failed',
  text: null,
  counts: { done: 0, skipped: 0, failed: 1, lost: 0, cancelled: 0, stuck: 0 },
  target: { job_id: 'j1', query: null, extractor: null },
  read_at: at(90_000),
});

const ofAlert = aNotification({
  id: 'n3',
  watch_id: null,
  subject: { type: 'alert', id: 'r1', name: 'Over after 12 min: word-count has no instance' },
  title: 'Over after 12 min: word-count has no instance',
  text: null,
  counts: { done: 0, skipped: 0, failed: 0, lost: 0, cancelled: 0, stuck: 0 },
  target: { job_id: null, query: null, extractor: 'word-count' },
  read_at: at(90_000),
});

const showing = (...items: readonly Notification[]) =>
  example(<Bell />, {
    listNotifications: {
      items: [...items],
      unread: items.filter(({ read_at }) => read_at === null).length,
      next: null,
    },
  });

export const NoneUnread = showing();

export const SomeUnread = showing(aNotification(), ofOneJob, ofAlert);

const watches = [
  aWatch(),
  aWatch({ id: 'w2', subject: { type: 'jobs', id: 'w2', name: '250 jobs' }, outcomes: ['done', 'failed'] }),
  aWatch({
    id: 'w3',
    subject: { type: 'extractor', id: 'word-count', name: 'word-count' },
    outcomes: ['stuck'],
  }),
  aWatch({
    id: 'w4',
    subject: { type: 'job', id: 'j1', name: 'word-count on soil.csv' },
    outcomes: ['done'],
  }),
  aWatch({
    id: 'w5',
    subject: { type: 'operation', id: 'o1', name: 'Resubmit jobs' },
    outcomes: ['done'],
  }),
];

const watching = (items: readonly Watch[]) =>
  example(<WatchesPanel />, {
    listWatches: { items: [...items], offers_mail: true },
    listWebhooks: { items: [aWebhook()] },
  });

export const Watching = watching(watches);

export const WatchingNothing = watching([]);

export const TellMe = example(<TellMeButton of={{ dataset_id: 'd1' }} />, {
  listWatches: { items: [], offers_mail: true },
  listWebhooks: { items: [aWebhook()] },
});

export const SomeWebhooks = example(<WebhooksPanel />, {
  listWebhooks: { items: [aWebhook(), aWebhook({ id: 'h2', name: 'Chat room of the field station' })] },
  listDeliveries: {
    items: [
      aDelivery({
        id: 'v2',
        state: 'waiting',
        attempts: 3,
        next_at: at(90_000),
        answer_status: 503,
        answer: 'Service Unavailable',
      }),
      aDelivery(),
    ],
  },
});

export const NoWebhooks = example(<WebhooksPanel />, { listWebhooks: { items: [] } });
