import type { ApiKey } from '@pawprint/protocol';

const KEY_OF = 'Extractor';

/** Names of keys are unique: the time tells apart those for one extractor. */
export const nameOfKey = (extractor: string, now: Date): string =>
  `${KEY_OF} ${extractor.slice(0, 60)}, ${now.toISOString().slice(0, 19).replace('T', ' ')}`;

/** Whether an extractor that was begun with such a key has called the server. */
export const isKeyOfExtractor = ({ name, last_used_at: usedAt }: ApiKey): boolean =>
  name.startsWith(`${KEY_OF} `) && usedAt !== null;
