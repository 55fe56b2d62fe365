import type { Notification } from '@pawprint/protocol';
import { useEffect, useRef } from 'react';

interface ShowInBrowserProps {
  /** Whether the person has allowed it. */
  readonly opened: boolean;
  /** Of those that are unread. */
  readonly newest: Notification | undefined;
}

/** While the page is hidden, the browser shows what is new. */
export const ShowInBrowser = ({ opened, newest }: ShowInBrowserProps): null => {
  const before = useRef<string | undefined>(undefined);
  const key = newest ? `${newest.id} ${newest.changed_at}` : '';
  useEffect(() => {
    const isNew = before.current !== undefined && key !== '' && key !== before.current;
    before.current = key;
    if (!opened || !isNew || !newest || !document.hidden) return;
    const { id: tag, title, text } = newest;
    const shown = new globalThis.Notification(title, { tag, ...(text ? { body: text } : {}) });
    shown.addEventListener('click', () => window.focus());
  }, [opened, key, newest]);
  return null;
};
