import { Button } from '@mantine/core';
import type { Metadata } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { CopyButton } from '../design/copy-button.tsx';
import { shortId } from '../design/short-id.tsx';
import { Time } from '../design/time.tsx';
import { ValueTree } from './value-tree.tsx';

const Source = ({ document }: { readonly document: Metadata }) => (
  <span className="document-source">
    {document.agent.version ? <span>{document.agent.version}</span> : null}
    <Time at={document.created} inWords />
    {document.job_id ? (
      <span>
        job{' '}
        <Link className="id" to="/jobs/$id" params={{ id: document.job_id }} title={document.job_id}>
          {shortId(document.job_id)}
        </Link>
      </span>
    ) : null}
  </span>
);

interface MetadataDocumentProps {
  readonly document: Metadata;
  /** Who said it, where that is not said above already. */
  readonly title?: ReactNode;
}

/** One document: readable, or as it is stored. */
export const MetadataDocument = ({ document, title = null }: MetadataDocumentProps) => {
  const [raw, setRaw] = useState(false);
  const json = JSON.stringify(document, null, 2);
  return (
    <>
      <div className="ph document-head">
        {title}
        <Source document={document} />
        <span className="grow" />
        {raw ? <CopyButton text={json} what="the JSON-LD" /> : null}
        <Button size="xs" variant="subtle" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          JSON-LD
        </Button>
      </div>
      <div className="document">
        {raw ? <pre className="json">{json}</pre> : <ValueTree value={document.content} />}
      </div>
    </>
  );
};
