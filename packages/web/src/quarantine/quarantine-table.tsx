import type { QuarantinedMessage } from '@pawprint/protocol';
import { QuarantinedRow } from './quarantined-row.tsx';

interface QuarantineTableProps {
  readonly messages: readonly QuarantinedMessage[];
  readonly acting: boolean;
  readonly onReplay: (message: QuarantinedMessage) => void;
  readonly onDiscard: (message: QuarantinedMessage) => void;
}

export const QuarantineTable = ({ messages, acting, onReplay, onDiscard }: QuarantineTableProps) => (
  <div className="scrolled">
    <table className="t stacks quarantine-table">
      <thead>
        <tr>
          <th scope="col">Received</th>
          <th scope="col">Source</th>
          <th scope="col">Reason</th>
          <th scope="col">Detail</th>
          <th scope="col">
            <span className="sr">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <QuarantinedRow
            key={message.id}
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
