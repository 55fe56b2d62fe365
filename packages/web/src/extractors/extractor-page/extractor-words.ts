import type { Extractor, Instance } from '@pawprint/protocol';

/** What sets it off: MIME patterns of files as they are, the rest by its subject. */
export const wishesOf = ({ process }: Pick<Extractor, 'process'>): readonly string[] => [
  ...(process.file ?? []),
  ...(process.dataset ?? []).map((operation) => `dataset ${operation}`),
  ...(process.metadata ?? []).map((operation) => `metadata ${operation}`),
];

const LANES: Readonly<Record<Instance['lane'], string>> = { rabbitmq: 'RabbitMQ', http: 'HTTP' };

export const wordOfLane = (lane: Instance['lane']): string => LANES[lane];

/** By which ways its processes take jobs; those that are gone take none. */
export const lanesOf = (instances: readonly Instance[]): string =>
  (['rabbitmq', 'http'] as const)
    .filter((lane) => instances.some((instance) => instance.lane === lane && instance.status !== 'gone'))
    .map(wordOfLane)
    .join(', ');

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

/** Where its code is, if that can be opened. What an extractor says is data: never a script's address. */
export const sourceOf = ({ repository }: Pick<Extractor, 'repository'>): string | undefined =>
  repository.map(({ repUrl }) => repUrl ?? '').find(isWebAddress);

const counted = (count: number): string => (count === 1 ? '1 job waits' : `${count} jobs wait`);

/** Asked before it is switched off while jobs wait. */
export const switchOffWords = (waiting: number): string =>
  `${counted(waiting)} for it and will go on waiting until it is switched on again: none is lost. ` +
  'What runs, or was handed to RabbitMQ already, goes on. No new job of it is made meanwhile.';
