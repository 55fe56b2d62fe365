import type { Extractor } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { explain } from '../../api/explain.ts';
import { countOf } from '../../design/count.ts';
import { ErrorMessage } from '../../design/error-message.tsx';
import { Icon } from '../../design/icon.tsx';
import { Result } from '../../design/result.tsx';
import text from '../../design/text.module.css';
import { useHasRight } from '../../session/session.ts';
import styles from './first-extractor.module.css';

interface HearStepProps {
  readonly name: string;
  /** Undefined until it is loaded, null where no such extractor has registered. */
  readonly extractor: Extractor | null | undefined;
  readonly error: Error | null;
  /** Whether it has been waited for so long that something is likely to be wrong. */
  readonly isLate: boolean;
}

/** Whether the extractor runs, said the moment it is heard; and what to check where it is not. */
export const HearStep = ({ name, extractor, error, isLate }: HearStepProps) => (
  <div className={styles.body}>
    <output className={styles.wrapping}>
      <Hearing name={name} extractor={extractor} />
    </output>
    {error ? <ErrorMessage>{explain(error)}</ErrorMessage> : null}
    {isLate && !(extractor && extractor.instances.live > 0) ? <WhatToCheck /> : null}
  </div>
);

const Hearing = ({ name, extractor }: Pick<HearStepProps, 'name' | 'extractor'>) => {
  const isOperator = useHasRight('operate');
  if (!extractor || extractor.instances.live === 0)
    return (
      <span className={text.dimmed}>
        {extractor ? `${name} is registered, but no instance of it is running. ` : null}
        Waiting to hear from {name}…
      </span>
    );
  if (extractor.waits_for_approval || !extractor.enabled)
    return (
      <Result isWhole={false}>
        <span>
          {name} is running, but{' '}
          {extractor.waits_for_approval ? 'waits for an operator’s approval' : 'switched off'}: it gets no
          jobs until then.{' '}
          {isOperator ? (
            <Link className={text.link} to="/extractors/$name" params={{ name }} search={{ tab: 'settings' }}>
              Open its settings
            </Link>
          ) : null}
        </span>
      </Result>
    );
  return (
    <Result isWhole>
      <span>
        {name} is running: version {extractor.version}, {countOf(extractor.instances.live, 'instance')}.{' '}
        <Link className={text.link} to="/extractors/$name" params={{ name }}>
          Its page
        </Link>
      </span>
    </Result>
  );
};

const WhatToCheck = () => (
  <>
    <p>
      <Icon name="info" /> Nothing yet. Check, in this order:
    </p>
    <ul className={styles.checks}>
      <li>
        Is the script running? It prints “at work for”, and this server’s address, once it has registered.
      </li>
      <li>
        Does it say “refused”? Then the key is missing, wrong or revoked: make one above, and run the commands
        again.
      </li>
      <li>
        Does it wait for the server? Then <code>{window.location.origin}</code> cannot be reached from that
        machine. Inside a container, 127.0.0.1 is the container itself.
      </li>
      <li>Has the script the name that stands above? Copy it again after a change of the name.</li>
    </ul>
  </>
);

const LATE_MS = 30_000;

/** Whether this name has been waited for for half a minute. */
export const useIsLate = (name: string): boolean => {
  const [lateName, setLateName] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setLateName(name), LATE_MS);
    return () => clearTimeout(timer);
  }, [name]);
  return lateName === name;
};
