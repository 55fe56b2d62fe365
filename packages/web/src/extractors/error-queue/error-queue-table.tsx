import type { ErrorQueue, FailedMessage } from '@pawprint/protocol';
import { FailedMessageRow } from './failed-message-row.tsx';

interface ErrorQueueTableProps {
  readonly messages: ErrorQueue['messages'];
  readonly acting: boolean;
  readonly onReplay: (message: FailedMessage) => void;
  readonly onDiscard: (message: FailedMessage) => void;
}

export const ErrorQueueTable = ({ messages, acting, onReplay, onDiscard }: ErrorQueueTableProps) => (
  <div className="scrolled">
    <table className="t stacks failed-messages">
      <thead>
        <tr>
          <th scope="col">On</th>
          <th scope="col">Job</th>
          <th scope="col">Reason</th>
          <th scope="col" className="num only-wide">
            Retries
          </th>
          <th scope="col" className="num only-wide">
            Replays
          </th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <FailedMessageRow
            key={message.fingerprint}
            message={message}
            acting={acting}
            onReplay={() => onReplay(message)}
            onDiscard={() => onDiscard(message)}
          />
        ))}
      </tbody>
    </table>
  </div>
);
