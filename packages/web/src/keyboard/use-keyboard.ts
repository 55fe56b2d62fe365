import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { linkOfRow, moveRow, openRow } from './rows.ts';
import { type Action, type KeyPress, readKey } from './shortcuts.ts';

/** The second key of a pair has to follow within this time. */
const PAIR_MS = 1000;

interface KeyboardHandlers {
  readonly onHelp: () => void;
  /** Ctrl or the command key, and K: also while a text is typed. */
  readonly onPalette: () => void;
  readonly onCopied: (link: string) => void;
}

/** Obeys the shortcuts while the component is mounted, except while a dialog or a menu is open. */
export const useKeyboard = ({ onHelp, onPalette, onCopied }: KeyboardHandlers): void => {
  const navigate = useNavigate();
  const perform = useEffectEvent((action: Action): void => {
    if (action.act === 'search') findSearchField()?.focus();
    if (action.act === 'help') onHelp();
    if (action.act === 'next-row') moveRow(document, 1);
    if (action.act === 'previous-row') moveRow(document, -1);
    if (action.act === 'open-row') openRow(document);
    if (action.act === 'go') void navigate({ to: action.to });
    if (action.act === 'copy-link') {
      const link = linkOfRow(document);
      void navigator.clipboard.writeText(link).then(() => onCopied(link));
    }
  });
  const openPalette = useEffectEvent(onPalette);
  useEffect(() => {
    let pending: string | null = null;
    let pressedAt = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isDialogOpen()) return;
      if (isPaletteKey(event)) {
        event.preventDefault();
        openPalette();
        return;
      }
      const firstKey = event.timeStamp - pressedAt < PAIR_MS ? pending : null;
      const meaning = readKey(firstKey, describePress(event));
      pending = meaning.pending;
      pressedAt = event.timeStamp;
      if (!meaning.action) return;
      // Enter still has to follow links and press buttons; any other key would scroll the page or be typed.
      if (meaning.action.act !== 'open-row') event.preventDefault();
      perform(meaning.action);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
};

const isPaletteKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'k' && ctrlKey !== metaKey && !altKey && !shiftKey;

const describePress = (event: KeyboardEvent): KeyPress => {
  const target = event.target instanceof HTMLElement ? event.target : null;
  return {
    key: event.key,
    modified: event.ctrlKey || event.metaKey || event.altKey,
    typing: target?.matches('input, textarea, select, [contenteditable="true"]') ?? false,
  };
};

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"], [role="menu"]') !== null;

const findSearchField = (): HTMLInputElement | undefined =>
  [...document.querySelectorAll<HTMLInputElement>('[data-search]')].find((field) => field.checkVisibility());
