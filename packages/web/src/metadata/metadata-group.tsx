import { Button } from '@mantine/core';
import type { Metadata } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { type ReactNode, useState } from 'react';
import { CopyButton } from '../design/copy-button.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { Panel, PanelHead } from '../design/panel.tsx';
import { shortId } from '../design/short-id.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import type { Agent, AgentGroup } from './group-by-agent.ts';
import styles from './metadata-group.module.css';
import { ValueTree } from './value-tree.tsx';

/** The documents of one extractor or person: the latest open, the earlier ones folded. */
export const MetadataGroup = ({ group: { agent, documents } }: { readonly group: AgentGroup }) => {
  const [latest, ...earlier] = documents;
  return (
    <Panel aria-label={agent.name}>
      <MetadataDocument document={latest} title={<AgentTitle agent={agent} />} />
      {earlier.length > 0 ? (
        <details className={styles.earlier}>
          <summary className={text.dimmed}>{earlier.length} earlier</summary>
          {earlier.map((document) => (
            <MetadataDocument key={document.id} document={document} />
          ))}
        </details>
      ) : null}
    </Panel>
  );
};

const AgentTitle = ({ agent }: { readonly agent: Agent }) => (
  <>
    <span
      className={text.dimmed}
      title={agent.kind === 'person' ? 'Written by a person' : 'Made by an extractor'}
    >
      <Icon name={agent.kind === 'person' ? 'person' : 'flask'} />
    </span>
    <h2 className={clsx(text.truncated, styles.agent)}>{agent.name}</h2>
  </>
);

interface MetadataDocumentProps {
  readonly document: Metadata;
  /** The agent of the document; left out if the document is below another one of the same agent. */
  readonly title?: ReactNode;
}

/** One document, as keys and values or as the JSON-LD that is stored. */
const MetadataDocument = ({ document, title = null }: MetadataDocumentProps) => {
  const [isRaw, setRaw] = useState(false);
  const json = JSON.stringify(document, null, 2);
  return (
    <>
      <PanelHead className={styles.head}>
        {title}
        <Source document={document} />
        <span className={layout.fill} />
        {isRaw ? <CopyButton text={json} what="the JSON-LD" /> : null}
        <Button
          className={styles.rawButton}
          size="xs"
          variant="subtle"
          aria-pressed={isRaw}
          onClick={() => setRaw(!isRaw)}
        >
          JSON-LD
        </Button>
      </PanelHead>
      <div className={styles.content}>
        {isRaw ? <pre className={styles.json}>{json}</pre> : <ValueTree value={document.content} />}
      </div>
    </>
  );
};

const Source = ({ document }: { readonly document: Metadata }) => (
  <span className={styles.source}>
    {document.agent.version ? <span>{document.agent.version}</span> : null}
    <Time at={document.created} inSentence />
    {document.job_id ? (
      <span>
        job{' '}
        <Link
          className={text.identifier}
          to="/jobs/$id"
          params={{ id: document.job_id }}
          title={document.job_id}
        >
          {shortId(document.job_id)}
        </Link>
      </span>
    ) : null}
  </span>
);
