import type { Event } from '@pawprint/protocol';
import { wordsOf } from './event-look.ts';

/** What a line says. A report without words still says what happened, or how far it is. */
export const lineText = (event: Pick<Event, 'kind' | 'message' | 'progress'>): string => {
  const { message, progress } = event;
  if (progress === null || message.includes('%')) return wordsOf(event);
  const percent = `${Math.round(progress * 100)}%`;
  return message.trim() === '' ? `${percent} done` : `${percent} ${message}`;
};
