import { Button } from '@mantine/core';
import type { Metadata } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { type ReactNode, useState } from 'react';
import { ComparedTable } from '../design/compared-table.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { Panel, PanelHead } from '../design/panel.tsx';
import { shortId } from '../design/short-id.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { compareKeys } from './compare-keys.ts';
import type { Agent, AgentGroup } from './group-by-agent.ts';
import styles from './metadata-group.module.css';
import { ValueTree } from './value-tree.tsx';

/** The documents of one extractor or person: the latest open, the earlier ones folded. */
export const MetadataGroup = ({ group: { agent, documents } }: { readonly group: AgentGroup }) => {
  const [latest, ...earlier] = documents;
  return (
    <Panel aria-label={agent.name}>
      <MetadataDocument document={latest} before={earlier[0]} title={<AgentTitle agent={agent} />} />
      {earlier.length > 0 ? (
        <details className={styles.earlier}>
          <summary className={text.dimmed}>{earlier.length} earlier</summary>
          {earlier.map((document, index) => (
            <MetadataDocument key={document.id} document={document} before={earlier[index + 1]} />
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
  /** What the same agent wrote before. */
  readonly before: Metadata | undefined;
  /** The agent of the document; left out if the document is below another one of the same agent. */
  readonly title?: ReactNode;
}

type View = 'values' | 'changes' | 'json';

/** One document: as keys and values, as what is different from the one before, or as the JSON-LD that is stored. */
const MetadataDocument = ({ document, before, title = null }: MetadataDocumentProps) => {
  const [view, setView] = useState<View>('values');
  const json = JSON.stringify(document, null, 2);
  const toggle = (other: View) => () => setView(view === other ? 'values' : other);
  return (
    <>
      <PanelHead className={styles.head}>
        {title}
        <Source document={document} />
        <span className={layout.fill} />
        {view === 'json' ? <CopyButton text={json} what="the JSON-LD" /> : null}
        {before === undefined ? null : (
          <ViewButton isChosen={view === 'changes'} onClick={toggle('changes')}>
            Changes
          </ViewButton>
        )}
        <ViewButton isChosen={view === 'json'} onClick={toggle('json')}>
          JSON-LD
        </ViewButton>
      </PanelHead>
      <div className={styles.content}>
        {view === 'json' ? <pre className={styles.json}>{json}</pre> : null}
        {view === 'values' ? <ValueTree value={document.content} /> : null}
        {view === 'changes' && before ? (
          <ComparedTable
            label="Changes"
            heads={['Before', 'Now']}
            rows={compareKeys(before.content, document.content)}
            onlyDifferent
            empty="Both are empty"
          />
        ) : null}
      </div>
    </>
  );
};

interface ViewButtonProps {
  readonly isChosen: boolean;
  readonly onClick: () => void;
  readonly children: string;
}

const ViewButton = ({ isChosen, onClick, children }: ViewButtonProps) => (
  <Button className={styles.viewButton} size="xs" variant="subtle" aria-pressed={isChosen} onClick={onClick}>
    {children}
  </Button>
);

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
