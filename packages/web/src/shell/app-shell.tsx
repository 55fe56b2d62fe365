import { VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { BrokerBanner } from '../broker/broker-banner.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { UndoProvider } from '../design/undo.tsx';
import { focusedRow } from '../keyboard/rows.ts';
import { useKeyboard } from '../keyboard/use-keyboard.ts';
import { useMe } from '../session/session.ts';
import styles from './app-shell.module.css';
import { Header } from './header.tsx';

const HelpDialog = onDemand(async () => (await import('../keyboard/help-dialog.tsx')).HelpDialog);

const CommandPalette = onDemand(async () => (await import('../palette/command-palette.tsx')).CommandPalette);

/** The header, banner and shortcuts around every page but the login page. */
export const AppShell = () => {
  const main = useFocusOnNewPage();
  useCheckOnSignOut();
  const [helpOpened, help] = useDisclosure(false);
  const [paletteOpened, palette] = useDisclosure(false);
  const [announced, setAnnounced] = useState('');
  useKeyboard({
    onHelp: help.open,
    onPalette: palette.open,
    onCopied: (link) => setAnnounced(`Copied ${link}`),
  });
  return (
    <UndoProvider>
      <a className={styles.skipLink} href="#main">
        Skip to content
      </a>
      <Header onHelp={help.open} onPalette={palette.open} />
      <BrokerBanner />
      <main id="main" className={styles.main} ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <CommandPalette opened={paletteOpened} onClose={palette.close} />
      <HelpDialog opened={helpOpened} onClose={help.close} />
      <VisuallyHidden component="output">{announced}</VisuallyHidden>
    </UndoProvider>
  );
};

/**
 * Moves the focus to the new page, so that the keyboard and screen readers begin at its top. Back leads to the row that the
 * page was left from, if it is shown.
 */
const useFocusOnNewPage = () => {
  const router = useRouter();
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const rowKeys = new Map<string, string>();
    const stopLeaving = router.subscribe('onBeforeLoad', ({ pathChanged, fromLocation }) => {
      const rowKey = focusedRow(document)?.dataset['key'];
      const entry = fromLocation?.state.__TSR_key;
      if (pathChanged && entry && rowKey) rowKeys.set(entry, rowKey);
    });
    const stopArriving = router.subscribe('onResolved', ({ pathChanged, fromLocation, toLocation }) => {
      if (!pathChanged || !fromLocation) return;
      const rowKey = rowKeys.get(toLocation.state.__TSR_key ?? '');
      const row = rowKey === undefined ? null : findRow(rowKey);
      (row ?? main.current)?.focus({ preventScroll: true });
    });
    return () => {
      stopLeaving();
      stopArriving();
    };
  }, [router]);
  return main;
};

const findRow = (key: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-row][data-key="${CSS.escape(key)}"]`);

/** When the session ends while a page is open, the router decides again whether the page can be shown. */
const useCheckOnSignOut = (): void => {
  const router = useRouter();
  const me = useMe()?.id;
  const before = useRef(me);
  const checkAgain = useEffectEvent(() => void router.invalidate());
  useEffect(() => {
    if (before.current !== undefined && me === undefined) checkAgain();
    before.current = me;
  }, [me]);
};
