import { ActionIcon, Button, VisuallyHidden } from '@mantine/core';
import type { FailedMessage } from '@pawprint/protocol';
import { useState } from 'react';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { Icon } from '../../design/icon.tsx';
import layout from '../../design/layout.module.css';
import { RawText } from '../../design/raw-text.tsx';
import { StateBadge } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { withLines } from '../../design/with-lines.ts';
import { firstLine, withoutRetryCount } from '../../jobs/error-text.ts';
import { plainText } from '../../jobs/events/terminal-text.ts';
import { JobLink } from '../../jobs/job-links.tsx';
import styles from './error-queue-table.module.css';

interface ErrorQueueTableProps {
  readonly messages: readonly FailedMessage[];
  /** An action is running; its buttons cannot be pressed. */
  readonly pending: boolean;
  readonly onReplay: (message: FailedMessage) => void;
  readonly onDiscard: (message: FailedMessage) => void;
}

export const ErrorQueueTable = ({ messages, ...actions }: ErrorQueueTableProps) => (
  <DataTable stacked scrolls className={styles.table}>
    <thead>
      <tr>
        <HeadCell>On</HeadCell>
        <HeadCell>Job</HeadCell>
        <HeadCell>Reason</HeadCell>
        <HeadCell numeric onlyWide>
          Retries
        </HeadCell>
        <HeadCell numeric onlyWide>
          Replays
        </HeadCell>
        <HeadCell>
          <VisuallyHidden>Actions</VisuallyHidden>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {messages.map((message) => (
        <MessageRows key={message.fingerprint} message={message} {...actions} />
      ))}
    </tbody>
  </DataTable>
);

interface MessageRowsProps extends Omit<ErrorQueueTableProps, 'messages'> {
  readonly message: FailedMessage;
}

/** One message; opened, a second row shows its reason and body whole. */
const MessageRows = (props: MessageRowsProps) => {
  const { message } = props;
  const [open, setOpen] = useState(false);
  const name = plainText(message.resource_name ?? message.resource_id ?? 'unknown');
  return (
    <>
      <tr data-row tabIndex={-1}>
        <Cell truncated wholeLine className={styles.resource}>
          <span className={layout.row}>
            <ActionIcon
              data-row-open
              aria-expanded={open}
              aria-label={`${open ? 'Hide' : 'Show'} the message about ${name}`}
              onClick={() => setOpen(!open)}
            >
              <Icon name={open ? 'down' : 'right'} />
            </ActionIcon>
            <span className={text.truncated} title={name}>
              {name}
            </span>
          </span>
        </Cell>
        <Cell>
          <JobAndState job={message.job} />
        </Cell>
        <Cell truncated wholeLine className={styles.reason} title={message.reason ?? undefined}>
          {shortReason(message) || <span className={text.dimmed}>No reason given</span>}
        </Cell>
        <Cell numeric onlyWide>
          {formatCount(message.retry_count)}
        </Cell>
        <Cell numeric onlyWide>
          {formatCount(message.replays)}
        </Cell>
        <Cell toEnd>
          <Actions {...props} />
        </Cell>
      </tr>
      {open ? <MessageBody message={message} /> : null}
    </>
  );
};

const JobAndState = ({ job }: Pick<FailedMessage, 'job'>) =>
  job ? (
    <span className={layout.row}>
      <JobLink id={job.id} />
      <StateBadge state={job.state} iconOnly />
    </span>
  ) : (
    <span className={text.dimmed}>no known job</span>
  );

const shortReason = ({ reason }: FailedMessage): string =>
  plainText(firstLine(withoutRetryCount(reason ?? '')));

const Actions = ({ message, pending, onReplay, onDiscard }: MessageRowsProps) => (
  <span className={styles.actions}>
    <Button size="xs" aria-disabled={pending} onClick={() => onReplay(message)}>
      {message.replays > 0 ? 'Replay once more' : 'Replay'}
    </Button>
    <Button size="xs" variant="subtle" aria-disabled={pending} onClick={() => onDiscard(message)}>
      Discard
    </Button>
  </span>
);

const MessageBody = ({ message }: { readonly message: FailedMessage }) => (
  <tr>
    <td colSpan={6} className={styles.body}>
      {message.reason ? <p>{plainText(message.reason)}</p> : null}
      <RawText label="The message" text={plainText(withLines(message.body))} />
    </td>
  </tr>
);
