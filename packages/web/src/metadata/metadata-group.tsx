import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Metadata } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { type ReactNode, useState } from 'react';
import type { ResourceKey } from '../api/query-keys.ts';
import { ComparedTable } from '../design/compared-table.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { onDemand } from '../design/on-demand.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import { shortId } from '../design/short-id.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { SupersededBadge } from '../extractors/superseded-badge.tsx';
import { useRight } from '../sharing/rights.tsx';
import { compareKeys } from './compare-keys.ts';
import { type Agent, type AgentGroup, documentBefore, splitByAge } from './group-by-agent.ts';
import styles from './metadata-group.module.css';
import { ValueTree } from './value-tree.tsx';

const AddDialog = onDemand(async () => (await import('./add-dialog.tsx')).AddDialog);

interface MetadataGroupProps {
  readonly resource: ResourceKey;
  readonly group: AgentGroup;
}

/** The documents of one extractor or person: those that count open, the earlier ones folded. */
export const MetadataGroup = ({ resource, group }: MetadataGroupProps) => {
  const { agent, documents } = group;
  const { current, earlier } = splitByAge(group);
  return (
    <Panel aria-label={agent.name}>
      {current.map((document, index) => (
        <MetadataDocument
          key={document.id}
          document={document}
          before={documentBefore(group, document)}
          title={index === 0 ? <AgentTitle agent={agent} /> : null}
          action={agent.kind === 'person' ? <EditButton resource={resource} document={document} /> : null}
        />
      ))}
      {earlier.length > 0 ? (
        <details className={styles.earlier}>
          <summary className={text.dimmed}>
            {current.length === 0 ? `${agent.name}: ` : null}
            {earlier.length}{' '}
            {earlier.some((document) => document.is_superseded) ? 'earlier or superseded' : 'earlier'}
          </summary>
          {earlier.map((document) => (
            <MetadataDocument
              key={document.id}
              document={document}
              before={documentBefore({ agent, documents }, document)}
            />
          ))}
        </details>
      ) : null}
    </Panel>
  );
};

/** For those who have the right to change the dataset. */
const EditButton = ({
  resource,
  document,
}: {
  readonly resource: ResourceKey;
  readonly document: Metadata;
}) => {
  const [opened, dialog] = useDisclosure(false);
  if (!useRight('change') || document.replaced_by !== null) return null;
  return (
    <>
      <ViewButton isChosen={false} onClick={dialog.open}>
        Edit
      </ViewButton>
      <AddDialog resource={resource} edited={document} opened={opened} onClose={dialog.close} />
    </>
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
  /** What can be done to it. */
  readonly action?: ReactNode;
  /** The agent of the document; left out if the document is below another one of the same agent. */
  readonly title?: ReactNode;
}

type View = 'values' | 'changes' | 'json';

/** One document: as keys and values, as what is different from the one before, or as the JSON-LD that is stored. */
const MetadataDocument = ({ document, before, action = null, title = null }: MetadataDocumentProps) => {
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
        {action}
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
    {document.is_superseded ? <SupersededBadge /> : null}
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
