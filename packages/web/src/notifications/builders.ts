import type { Delivery, Notification, Watch, Webhook } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

export const aNotification = (over: Partial<Notification> = {}): Notification => ({
  id: 'n1',
  watch_id: 'w1',
  subject: { type: 'dataset', id: 'd1', name: 'Soil cores' },
  title: 'Soil cores: 9,988 done, 12 failed',
  text: 'KeyError: no such column: depth',
  counts: { done: 9_988, skipped: 0, failed: 12, lost: 0, cancelled: 0, stuck: 0 },
  is_over: true,
  target: { job_id: null, query: 'dataset:d1 state:failed,lost', extractor: null },
  created_at: at(0),
  changed_at: at(60_000),
  read_at: null,
  ...over,
});

export const aWatch = (over: Partial<Watch> = {}): Watch => ({
  id: 'w1',
  subject: { type: 'dataset', id: 'd1', name: 'Soil cores' },
  outcomes: ['failed'],
  mail: false,
  webhook_id: null,
  created_at: at(0),
  ...over,
});

export const aWebhook = (over: Partial<Webhook> = {}): Webhook => ({
  id: 'h1',
  name: 'Lab',
  url: 'https://hooks.example.org/pawprint',
  created_at: at(0),
  ...over,
});

export const aDelivery = (over: Partial<Delivery> = {}): Delivery => ({
  id: 'v1',
  title: 'Soil cores: 9,988 done, 12 failed',
  state: 'delivered',
  attempts: 1,
  created_at: at(0),
  tried_at: at(1_000),
  next_at: null,
  answer_status: 204,
  answer: '',
  ...over,
});
