import type { QuarantinedMessage } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { explain } from '../api/explain.ts';
import { formatBytes } from '../design/bytes.ts';
import { RawText } from '../design/raw-text.tsx';
import { withLines } from '../design/with-lines.ts';
import { plainText } from '../jobs/events/terminal-text.ts';
import { quarantinedQuery } from './quarantine-queries.ts';

/** The whole of it, asked for when it is opened; its beginning until that has come. */
export const QuarantinedBody = ({ message }: { readonly message: QuarantinedMessage }) => {
  const { data, error } = useQuery(quarantinedQuery(message.id));
  const { body, encoding, properties, detail } = data ?? message;
  const readable = encoding === 'utf-8' ? plainText(withLines(body)) : body;
  return (
    <div className="stack">
      <p>{plainText(detail)}</p>
      {error ? (
        <p className="msg-block err" role="alert">
          Only its beginning can be shown. {explain(error)}
        </p>
      ) : null}
      <div>
        <h2>
          Body <span className="dim">{formatBytes(message.size_bytes)}</span>
          {encoding === 'base64' ? <span className="dim"> · no text, written in base64</span> : null}
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
