import { ActionIcon, Button } from '@mantine/core';
import type { QuarantinedMessage } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '../api/explain.ts';
import { formatBytes } from '../design/bytes.ts';
import { formatCount } from '../design/count.ts';
import { Cell } from '../design/data-table.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { RawText } from '../design/raw-text.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { withLines } from '../design/with-lines.ts';
import { plainText } from '../jobs/events/terminal-text.ts';
import { labelOfReason, labelOfSource } from './quarantine-labels.ts';
import { quarantinedQuery } from './quarantine-queries.ts';
import styles from './quarantine-row.module.css';

interface QuarantineRowProps {
  readonly message: QuarantinedMessage;
  readonly acting: boolean;
  readonly onReplay: () => void;
  readonly onDiscard: () => void;
}

/** One message; a second row below it shows the whole of it once it is opened. */
export const QuarantineRow = (props: QuarantineRowProps) => {
  const { message } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr data-row tabIndex={-1}>
        <Cell wholeLine className={styles.received}>
          <span className={layout.row}>
            <ActionIcon
              data-row-open
              aria-expanded={open}
              aria-label={open ? 'Hide the message' : 'Show the message'}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? 'down' : 'right'} />
            </ActionIcon>
            <Received message={message} />
          </span>
        </Cell>
        <Cell>{labelOfSource(message.source)}</Cell>
        <Cell>{labelOfReason(message.reason)}</Cell>
        <Cell truncated wholeLine className={styles.detail} title={message.detail}>
          {plainText(message.detail)}
        </Cell>
        <Cell toEnd>
          <Actions {...props} />
        </Cell>
      </tr>
      {open ? (
        <tr>
          <Cell colSpan={5} className={styles.whole}>
            <WholeMessage message={message} />
          </Cell>
        </tr>
      ) : null}
    </>
  );
};

/** When it was first received; for a message that came repeatedly also how often, and when last. */
const Received = ({
  message: { received_at, last_received_at, times },
}: Pick<QuarantineRowProps, 'message'>) => (
  <span>
    <Time at={received_at} />
    {times > 1 ? (
      <span className={styles.times}>
        {formatCount(times)} times, last <Time at={last_received_at} />
      </span>
    ) : null}
  </span>
);

/** A message that has been replayed cannot be replayed again. */
const Actions = ({ message, acting, onReplay, onDiscard }: QuarantineRowProps) => (
  <span className={styles.actions}>
    {message.replayed_at ? (
      <span className={text.dimmed}>
        replayed <Time at={message.replayed_at} /> by {message.replayed_by?.name ?? 'unknown'}
      </span>
    ) : (
      <Button size="xs" aria-disabled={acting} onClick={() => acting || onReplay()}>
        Replay
      </Button>
    )}
    <Button size="xs" variant="subtle" aria-disabled={acting} onClick={() => acting || onDiscard()}>
      Discard
    </Button>
  </span>
);

/** Shows the beginning of the body, which the list has, until the whole message is loaded. */
const WholeMessage = ({ message }: Pick<QuarantineRowProps, 'message'>) => {
  const { data, error } = useQuery(quarantinedQuery(message.id));
  const { body, encoding, properties, detail } = data ?? message;
  const readable = encoding === 'utf-8' ? plainText(withLines(body)) : body;
  return (
    <div className={layout.stack}>
      <p>{plainText(detail)}</p>
      {error ? <ErrorMessage>The whole message could not be loaded. {explain(error)}</ErrorMessage> : null}
      <div>
        <h2>
          Body <span className={text.dimmed}>{formatBytes(message.size_bytes)}</span>
          {encoding === 'base64' ? <span className={text.dimmed}> · not text, shown as base64</span> : null}
        </h2>
        <RawText label="Body" text={readable} />
      </div>
      <div>
        <h2>Properties</h2>
        <RawText label="Properties" text={plainText(JSON.stringify(properties, null, 2))} />
      </div>
    </div>
  );
};
