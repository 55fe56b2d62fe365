import type { Event } from '@pawprint/protocol';

/** What a line says. A progress report without words still says how far it is. */
export const lineText = ({ message, progress }: Pick<Event, 'message' | 'progress'>): string => {
  if (progress === null || message.includes('%')) return message;
  const percent = `${Math.round(progress * 100)}%`;
  return message.trim() === '' ? `${percent} done` : `${percent} ${message}`;
};
