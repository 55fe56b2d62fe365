import { Button } from '@mantine/core';
import type { NewApiKey } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { useCreateKey } from '../../account/use-create-key.ts';
import { explain } from '../../api/explain.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { ErrorMessage } from '../../design/error-message.tsx';
import { Result } from '../../design/result.tsx';
import text from '../../design/text.module.css';
import styles from './first-extractor.module.css';
import { nameOfKey } from './key-name.ts';

interface KeyStepProps {
  /** Of the extractor that it is for. */
  readonly name: string;
  readonly made: NewApiKey | undefined;
  readonly onMade: (key: NewApiKey) => void;
}

/** To register, to claim jobs and to report on them; it submits nothing, and runs nothing of the server. */
const SCOPES = ['write'] as const;
const DAYS = 90;

/** A key for the extractor, which is shown while this page is open and never again. */
export const KeyStep = ({ name, made, onMade }: KeyStepProps) => {
  const creation = useCreateKey(onMade);
  const make = (): void => {
    if (!creation.isPending)
      creation.mutate({ name: nameOfKey(name, new Date()), scopes: SCOPES, days: DAYS });
  };
  return (
    <div className={styles.body}>
      {made ? (
        <Result isWhole>
          <span>
            The key is in the commands below. It is shown only now: if it is lost, make another one.{' '}
            <code className={text.monospace}>{made.start ?? made.key.slice(0, 4)}…</code>{' '}
            <CopyButton text={made.key} what="the key" />
          </span>
        </Result>
      ) : (
        <p>
          With a key the script acts for you without your password. This one can see, add and change data and
          work on jobs, and expires in {DAYS} days; revoke it on the page{' '}
          <Link className={text.link} to="/account">
            Account
          </Link>
          . Without it, put a key of yours into the commands.
        </p>
      )}
      <div>
        <Button variant={made ? 'default' : 'filled'} onClick={make} aria-disabled={creation.isPending}>
          {creation.isPending ? 'Making…' : made ? 'Make another key' : 'Make a key'}
        </Button>
      </div>
      {creation.isError ? <ErrorMessage>The key was not made. {explain(creation.error)}</ErrorMessage> : null}
    </div>
  );
};
