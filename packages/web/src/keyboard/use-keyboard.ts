import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { type KeyPress, readKey } from './read-key.ts';
import { linkHere, moveRow, openRow } from './rows.ts';
import type { Action } from './shortcuts.ts';

/** A pair is two keys pressed together in thought: a second later the first is forgotten. */
const PAIR_MS = 1000;

const pressOf = (event: KeyboardEvent): KeyPress => {
  const target = event.target instanceof HTMLElement ? event.target : null;
  return {
    key: event.key,
    modified: event.ctrlKey || event.metaKey || event.altKey,
    typing: target?.matches('input, textarea, select, [contenteditable="true"]') ?? false,
  };
};

const dialogIsOpen = (): boolean => document.querySelector('[role="dialog"], [role="menu"]') !== null;

const searchField = (): HTMLInputElement | undefined =>
  [...document.querySelectorAll<HTMLInputElement>('[data-search]')].find((field) => field.checkVisibility());

interface KeyboardHandlers {
  readonly onHelp: () => void;
  readonly onCopied: (link: string) => void;
}

/** Listens for the page's shortcuts for as long as the page is shown. */
export const useKeyboard = ({ onHelp, onCopied }: KeyboardHandlers): void => {
  const navigate = useNavigate();
  const perform = useEffectEvent((action: Action): void => {
    if (action.act === 'search') searchField()?.focus();
    if (action.act === 'help') onHelp();
    if (action.act === 'next-row') moveRow(document, 1);
    if (action.act === 'previous-row') moveRow(document, -1);
    if (action.act === 'open-row') openRow(document);
    if (action.act === 'go') void navigate({ to: action.to });
    if (action.act === 'copy-link') {
      const link = linkHere(document);
      void navigator.clipboard.writeText(link).then(() => onCopied(link));
    }
  });
  useEffect(() => {
    let pending: string | null = null;
    let pressedAt = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || dialogIsOpen()) return;
      const first = event.timeStamp - pressedAt < PAIR_MS ? pending : null;
      const reading = readKey(first, pressOf(event));
      pending = reading.pending;
      pressedAt = event.timeStamp;
      if (!reading.action) return;
      // Enter keeps its own meaning on links and buttons; the rest would scroll or type.
      if (reading.action.act !== 'open-row') event.preventDefault();
      perform(reading.action);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
};
