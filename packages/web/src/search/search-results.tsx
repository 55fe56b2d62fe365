import { Button } from '@mantine/core';
import type { SearchHit, SearchKind, SearchSection } from '@pawprint/protocol';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Marked } from '../design/marked.tsx';
import { Panel, PanelFoot, PanelHead } from '../design/panel.tsx';
import { StateBadge } from '../design/state.tsx';
import text from '../design/text.module.css';
import { KIND_TEXTS, keyOfHit, linkOfHit, placeOfHit, reasonsOfHit, titleOfHit } from './hit-text.ts';
import { metadataHitsQuery, searchQuery } from './search-query.ts';
import styles from './search-results.module.css';

interface SearchResultsProps {
  readonly q: string;
  /** Only this kind, and more of it. */
  readonly kind?: SearchKind | undefined;
}

/** What a text finds, in a panel for each kind, that with the best hit first. */
export const SearchResults = ({ q, kind }: SearchResultsProps) => {
  const { data, error, refetch, isPlaceholderData } = useQuery(searchQuery(q, kind));
  if (q === '') return <HowToSearch />;
  if (kind === 'metadata') return <MetadataHits q={q} />;
  if (!data)
    return (
      <Panel>
        {error ? (
          <ErrorPanel what="Nothing could be searched." error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingRows what="what was found" rows={5} />
        )}
      </Panel>
    );
  if (data.sections.length === 0 && !isPlaceholderData)
    return (
      <Panel>
        <EmptyState icon="search" title="Nothing found">
          {data.mistake && /[<>:=]/.test(q)
            ? `As a search of metadata it cannot be read: ${data.mistake.message}`
            : `Nothing that you see has “${q}” in its name, tags, messages or metadata.`}
        </EmptyState>
      </Panel>
    );
  return (
    <div className={layout.stack} aria-busy={isPlaceholderData || undefined}>
      {data.sections.map((section) => (
        <Section key={section.kind} section={section} q={q} isOnly={kind !== undefined} />
      ))}
    </div>
  );
};

interface SectionProps {
  readonly section: SearchSection;
  readonly q: string;
  readonly isOnly: boolean;
}

const Section = ({ section: { kind, hits, more }, q, isOnly }: SectionProps) => (
  <HitPanel kind={kind} hits={hits} q={q}>
    {more ? (
      <PanelFoot>
        {isOnly ? (
          <span>There are more. Say more of what you look for.</span>
        ) : (
          <Link className={text.link} to="/search" search={{ q, kind }}>
            Show more {KIND_TEXTS[kind].title.toLowerCase()}
          </Link>
        )}
      </PanelFoot>
    ) : null}
  </HitPanel>
);

interface HitPanelProps {
  readonly kind: SearchKind;
  readonly hits: readonly SearchHit[];
  readonly q: string;
  /** Below the hits. */
  readonly children: ReactNode;
}

const HitPanel = ({ kind, hits, q, children }: HitPanelProps) => (
  <Panel aria-label={KIND_TEXTS[kind].title}>
    <PanelHead>
      <h2>{KIND_TEXTS[kind].title}</h2>
    </PanelHead>
    <ul className={styles.hits}>
      {hits.map((hit) => (
        <Hit key={keyOfHit(hit)} hit={hit} q={q} />
      ))}
    </ul>
    {children}
  </Panel>
);

const Hit = ({ hit, q }: { readonly hit: SearchHit; readonly q: string }) => {
  const place = placeOfHit(hit);
  return (
    <li className={styles.hit} data-row tabIndex={-1}>
      <Icon name={KIND_TEXTS[hit.kind].icon} />
      <div className={styles.lines}>
        <span className={layout.row}>
          <Link {...linkOfHit(hit)} className={clsx(text.bold, text.truncated, styles.link)} data-row-open>
            <Marked text={titleOfHit(hit)} query={q} />
          </Link>
          {hit.kind === 'job' ? <StateBadge state={hit.state} /> : null}
          {place === null ? null : <span className={clsx(text.dimmed, text.truncated)}>in {place}</span>}
        </span>
        {reasonsOfHit(hit).map(({ label, text: value }) => (
          <span key={`${label} ${value}`} className={styles.reason}>
            <span className={text.dimmed}>{label}</span> <Marked text={value} query={q} />
          </span>
        ))}
      </div>
    </li>
  );
};

/** All metadata that has it, a page at a time. */
const MetadataHits = ({ q }: { readonly q: string }) => {
  const list = useInfiniteQuery(metadataHitsQuery(q));
  const hits = list.data?.pages.flatMap(({ items }) =>
    items.map((hit): SearchHit => ({ kind: 'metadata', hit, rank: 0 })),
  );
  if (!hits)
    return (
      <Panel>
        {list.error ? (
          <ErrorPanel
            what="No metadata could be searched."
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : (
          <LoadingRows what="metadata" rows={5} />
        )}
      </Panel>
    );
  if (hits.length === 0)
    return (
      <Panel>
        <EmptyState icon="table" title="No such metadata">
          No file or dataset that you see has it.
        </EmptyState>
      </Panel>
    );
  return (
    <HitPanel kind="metadata" hits={hits} q={q}>
      <PanelFoot>
        <span className={layout.fill}>
          {list.hasNextPage ? `The first ${hits.length}` : `${hits.length} in all`}
        </span>
        {list.hasNextPage ? (
          <Button size="xs" onClick={() => void list.fetchNextPage()} aria-disabled={list.isFetchingNextPage}>
            {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        ) : null}
      </PanelFoot>
    </HitPanel>
  );
};

const EXAMPLES: readonly (readonly [example: string, meaning: string])[] = [
  ['soil', 'names and descriptions with this text, jobs whose message has it, and metadata'],
  ['wetland', 'what is tagged so: a tag is found as a whole'],
  ['lines>1000', 'metadata with a larger number; <, <=, >= and = work, too'],
  ['exif.Model:"X-T5"', 'metadata with this text; * stands for any characters'],
  ['site:north* ph<6 oak', 'files of which all of this is true'],
];

const HowToSearch = () => (
  <Panel>
    <PanelHead>
      <h2>What can be searched for</h2>
    </PanelHead>
    <dl className={styles.examples}>
      {EXAMPLES.map(([example, meaning]) => (
        <div key={example}>
          <dt>
            <Link className={text.monospace} to="/search" search={{ q: example }}>
              {example}
            </Link>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </Panel>
);
