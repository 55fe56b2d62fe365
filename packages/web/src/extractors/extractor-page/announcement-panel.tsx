import type { Extractor } from '@pawprint/protocol';
import type { ReactNode } from 'react';
import { Panel, PanelHead } from '../../design/panel.tsx';
import { RawText } from '../../design/raw-text.tsx';
import { Tag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import styles from './announcement-panel.module.css';
import { repositoryUrl, triggerLabels } from './extractor-facts.tsx';
import { queueState } from './instances-panel.tsx';

/** What the extractor said of itself when it registered: the server changes none of it. */
export const AnnouncementPanel = ({ extractor }: { readonly extractor: Extractor }) => {
  const { version, updated, author, contributors, categories, maturity, parameters, queue } = extractor;
  const repository = repositoryUrl(extractor);
  return (
    <Panel aria-labelledby="announcement-head">
      <PanelHead>
        <h2 id="announcement-head">What it announces</h2>
      </PanelHead>
      <dl className={styles.facts}>
        <Fact name="Version">
          {version}, <Time at={updated} inSentence />
        </Fact>
        <Fact name="Runs on">
          <Tags labels={triggerLabels(extractor)} none="nothing by itself: it is submitted by hand" />
        </Fact>
        <Fact name="Queue">{queue ? `${queue.name}: ${queueState(queue)}` : 'none in RabbitMQ'}</Fact>
        {author ? <Fact name="Author">{author}</Fact> : null}
        {contributors.length > 0 ? <Fact name="Contributors">{contributors.join(', ')}</Fact> : null}
        <Fact name="Categories">
          <Tags labels={categories} none="none" />
        </Fact>
        <Fact name="Maturity">{maturity}</Fact>
        {repository ? (
          <Fact name="Source">
            <a className={text.link} href={repository} target="_blank" rel="noreferrer">
              {repository}
            </a>
          </Fact>
        ) : null}
        <Fact name="Parameters">
          {Object.keys(parameters).length === 0 ? (
            'none'
          ) : (
            <RawText label="Parameters" text={JSON.stringify(parameters, null, 2)} />
          )}
        </Fact>
      </dl>
    </Panel>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** @param none what is written where there is no label */
const Tags = ({ labels, none }: { readonly labels: readonly string[]; readonly none: string }) =>
  labels.length === 0 ? (
    none
  ) : (
    <span className={styles.tags}>
      {labels.map((label) => (
        <Tag key={label}>{label}</Tag>
      ))}
    </span>
  );
