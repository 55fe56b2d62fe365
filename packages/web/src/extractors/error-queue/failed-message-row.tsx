import { ActionIcon, Button } from '@mantine/core';
import type { FailedMessage } from '@pawprint/protocol';
import { useState } from 'react';
import { formatCount } from '../../design/count.ts';
import { Icon } from '../../design/icon.tsx';
import { RawText } from '../../design/raw-text.tsx';
import { StateMark } from '../../design/state.tsx';
import { withLines } from '../../design/with-lines.ts';
import { firstLine, withoutRetryCount } from '../../jobs/error-text.ts';
import { plainText } from '../../jobs/events/terminal-text.ts';
import { JobLink } from '../../jobs/job-links.tsx';

interface FailedMessageRowProps {
  readonly message: FailedMessage;
  readonly acting: boolean;
  readonly onReplay: () => void;
  readonly onDiscard: () => void;
}

const reasonOf = ({ reason }: FailedMessage): string => plainText(firstLine(withoutRetryCount(reason ?? '')));

const Acts = ({ message, acting, onReplay, onDiscard }: FailedMessageRowProps) => (
  <span className="row failed-acts">
    <Button size="xs" aria-disabled={acting} onClick={onReplay}>
      {message.replays > 0 ? 'Replay once more' : 'Replay'}
    </Button>
    <Button size="xs" variant="subtle" aria-disabled={acting} onClick={onDiscard}>
      Discard
    </Button>
  </span>
);

const Body = ({ message }: { readonly message: FailedMessage }) => (
  <tr className="failed-body">
    <td colSpan={6}>
      {message.reason ? <p>{plainText(message.reason)}</p> : null}
      <RawText label="The message" text={plainText(withLines(message.body))} />
    </td>
  </tr>
);

/** A message that an extractor gave up; its body is shown when it is asked for. */
export const FailedMessageRow = (props: FailedMessageRowProps) => {
  const { message } = props;
  const [open, setOpen] = useState(false);
  const name = plainText(message.resource_name ?? message.resource_id ?? 'unknown');
  return (
    <>
      <tr data-row tabIndex={-1}>
        <td className="trunc whole-line failed-on">
          <span className="row">
            <ActionIcon
              data-row-open
              aria-expanded={open}
              aria-label={`${open ? 'Hide' : 'Show'} the message about ${name}`}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? 'down' : 'right'} />
            </ActionIcon>
            <span className="trunc" title={name}>
              {name}
            </span>
          </span>
        </td>
        <td>
          {message.job ? (
            <span className="row">
              <JobLink id={message.job.id} />
              <StateMark state={message.job.state} iconOnly />
            </span>
          ) : (
            <span className="dim">none of ours</span>
          )}
        </td>
        <td className="trunc whole-line failed-reason" title={message.reason ?? undefined}>
          {reasonOf(message) || <span className="dim">nobody said why</span>}
        </td>
        <td className="num only-wide">{formatCount(message.retry_count)}</td>
        <td className="num only-wide">{formatCount(message.replays)}</td>
        <td className="to-the-right">
          <Acts {...props} />
        </td>
      </tr>
      {open ? <Body message={message} /> : null}
    </>
  );
};
