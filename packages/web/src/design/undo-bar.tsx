import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FocusEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { explain } from '../api/explain.ts';
import { ErrorMessage } from './error-message.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import styles from './undo.module.css';
import type { UndoOffer } from './undo-offer.ts';

interface UndoBarProps {
  readonly offer: UndoOffer;
  readonly onEnd: () => void;
}

/** Each offer begins anew, also where it says the same as the one before. */
export const LastOffer = ({ offer, onEnd }: UndoBarProps) => {
  const [last, setLast] = useState({ offer, number: 0 });
  if (last.offer !== offer) setLast({ offer, number: last.number + 1 });
  return <UndoBar key={last.number} offer={last.offer} onEnd={onEnd} />;
};

/**
 * Says what was done, with a button that takes it back, for ten seconds (undo.module.css). The time stands still while the
 * pointer or the focus is on it, and after an error.
 */
export const UndoBar = ({ offer, onEnd }: UndoBarProps) => {
  const { mutate, isPending, isSuccess, data, error } = useMutation({ mutationFn: offer.undo });
  const { bar, onFocus, leave } = useFocusBefore();
  const undo = (): void => {
    if (!isPending && !isSuccess) mutate();
  };
  useUndoKey(undo);
  const end = (): void => {
    leave();
    onEnd();
  };
  return (
    <div
      ref={bar}
      className={styles.bar}
      data-waiting={isPending || error !== null || undefined}
      onFocus={onFocus}
      onAnimationEnd={onEnd}
    >
      <span className={styles.text}>
        {isSuccess ? (typeof data === 'string' ? data : 'Undone.') : offer.done}
        {error === null ? null : <ErrorMessage>It could not be undone. {explain(error)}</ErrorMessage>}
      </span>
      {/* The same button afterwards, so that it keeps the focus. */}
      <Button
        size="xs"
        aria-keyshortcuts={isSuccess ? undefined : 'Control+Z Meta+Z'}
        title={isSuccess ? undefined : 'Ctrl Z or ⌘ Z'}
        aria-disabled={isPending}
        onClick={isSuccess ? end : undo}
      >
        {isSuccess ? 'Close' : isPending ? 'Undoing…' : 'Undo'}
      </Button>
      {isSuccess ? null : (
        <IconButton aria-label="Close" title="Close" onClick={end}>
          <Icon name="x" />
        </IconButton>
      )}
    </div>
  );
};

/** Returns the focus to where it was before, if it is inside when the bar goes. */
const useFocusBefore = () => {
  const bar = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  return {
    bar,
    onFocus: ({ relatedTarget }: FocusEvent<HTMLElement, Element>): void => {
      if (!bar.current?.contains(relatedTarget)) before.current = relatedTarget;
    },
    leave: (): void => {
      if (!bar.current?.contains(document.activeElement)) return;
      const place = before.current?.isConnected ? before.current : document.querySelector('main');
      if (place instanceof HTMLElement) place.focus({ preventScroll: true });
    },
  };
};

/** Ctrl or the command key, and Z, except in a field, which has an undo of its own, and while a dialog is open. */
const useUndoKey = (undo: () => void): void => {
  const onUndo = useEffectEvent(undo);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isUndoKey(event) || isTyping(event.target)) return;
      event.preventDefault();
      onUndo();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
};

const isUndoKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'z' && ctrlKey !== metaKey && !altKey && !shiftKey;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]') !== null;
