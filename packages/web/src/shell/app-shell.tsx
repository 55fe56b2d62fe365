import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { BrokerBanner } from '../broker/broker-banner.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { useKeyboard } from '../keyboard/use-keyboard.ts';
import { Header } from './header.tsx';
import './shell.css';

const HelpDialog = onDemand(async () => (await import('../keyboard/help-dialog.tsx')).HelpDialog);

/** A new page begins at its beginning, for the keyboard and for a screen reader too. */
const useFocusOnNewPage = () => {
  const router = useRouter();
  const main = useRef<HTMLElement>(null);
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation) main.current?.focus({ preventScroll: true });
      }),
    [router],
  );
  return main;
};

/** What stands around every page of a person who is signed in. */
export const AppShell = () => {
  const main = useFocusOnNewPage();
  const [helping, help] = useDisclosure(false);
  const [said, say] = useState('');
  useKeyboard({ onHelp: help.open, onCopied: (link) => say(`Copied ${link}`) });
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Header onHelp={help.open} />
      <BrokerBanner />
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <HelpDialog opened={helping} onClose={help.close} />
      <output className="sr">{said}</output>
    </>
  );
};
