import { ActionIcon, Button } from '@mantine/core';
import type { QuarantinedMessage } from '@pawprint/protocol';
import { useState } from 'react';
import { formatCount } from '../design/count.ts';
import { Icon } from '../design/icon.tsx';
import { Time } from '../design/time.tsx';
import { plainText } from '../jobs/events/terminal-text.ts';
import { wordOfReason, wordOfSource } from './quarantine-words.ts';
import { QuarantinedBody } from './quarantined-body.tsx';

interface QuarantinedRowProps {
  readonly message: QuarantinedMessage;
  readonly acting: boolean;
  readonly onReplay: () => void;
  readonly onDiscard: () => void;
}

/** What was taken in already is not taken in twice. */
const Acts = ({ message, acting, onReplay, onDiscard }: QuarantinedRowProps) => (
  <span className="row quarantine-acts">
    {message.replayed_at ? (
      <span className="dim">
        taken in <Time at={message.replayed_at} /> by {message.replayed_by?.name ?? 'unknown'}
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

/** When it first came; of what keeps coming, how often it has, and when last. */
const Came = ({
  message: { received_at, last_received_at, times },
}: Pick<QuarantinedRowProps, 'message'>) => (
  <span>
    <Time at={received_at} />
    {times > 1 ? (
      <span className="dim quarantine-times">
        {formatCount(times)} times, last <Time at={last_received_at} />
      </span>
    ) : null}
  </span>
);

export const QuarantinedRow = (props: QuarantinedRowProps) => {
  const { message } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr data-row tabIndex={-1}>
        <td className="whole-line">
          <span className="row">
            <ActionIcon
              data-row-open
              aria-expanded={open}
              aria-label={open ? 'Hide the message' : 'Show the message'}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? 'down' : 'right'} />
            </ActionIcon>
            <Came message={message} />
          </span>
        </td>
        <td>{wordOfSource(message.source)}</td>
        <td>{wordOfReason(message.reason)}</td>
        <td className="trunc whole-line quarantine-detail" title={message.detail}>
          {plainText(message.detail)}
        </td>
        <td className="to-the-right">
          <Acts {...props} />
        </td>
      </tr>
      {open ? (
        <tr className="quarantine-body">
          <td colSpan={5}>
            <QuarantinedBody message={message} />
          </td>
        </tr>
      ) : null}
    </>
  );
};
