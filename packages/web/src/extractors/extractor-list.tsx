import { Button } from '@mantine/core';
import type { Extractor } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { type KeyboardEvent, useState } from 'react';
import { countOf, formatCount } from '../design/count.ts';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelFoot } from '../design/panel.tsx';
import { SearchField } from '../design/search-field.tsx';
import { Tag } from '../design/tag.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { moveRow, openClickedRow } from '../keyboard/rows.ts';
import styles from './extractor-list.module.css';
import { extractorsQuery } from './extractor-queries.ts';
import { InstanceCounts } from './instance-status.tsx';
import { matchingExtractors } from './matching-extractors.ts';

/** All known extractors whose name, description or author matches the search. */
export const ExtractorList = ({ q }: { readonly q: string }) => {
  const { data, error, refetch } = useQuery(extractorsQuery);
  const [limit, setLimit] = useState(PAGE);
  const matching = matchingExtractors(data ?? [], q);
  return (
    <Panel aria-label="Extractors">
      {!data && !error ? <LoadingRows what="extractors" height={44} /> : null}
      {!data && error ? (
        <ErrorPanel what="The extractors could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.length === 0 ? <NoExtractors /> : null}
      {data && data.length > 0 && matching.length === 0 ? <NoMatch q={q} /> : null}
      {data && matching.length > 0 ? (
        <>
          <ExtractorTable extractors={matching.slice(0, limit)} />
          <PanelFoot>
            <span className={layout.fill}>{describeCount(data.length, matching.length, limit, q)}</span>
            {matching.length > limit ? (
              <Button size="xs" onClick={() => setLimit(limit + PAGE)}>
                Show more
              </Button>
            ) : null}
          </PanelFoot>
        </>
      ) : null}
    </Panel>
  );
};

/** So many rows at first, and with each "Show more". */
const PAGE = 100;

/** The server lists no more at once: those after them, in the order of names, are not here. */
const MOST_LISTED = 1_000;

const describeCount = (all: number, matching: number, limit: number, q: string): string => {
  const known = all >= MOST_LISTED ? `the first ${formatCount(all)} extractors` : countOf(all, 'extractor');
  const shown = Math.min(matching, limit);
  return q || shown < all || all >= MOST_LISTED ? `${formatCount(shown)} of ${known}` : known;
};

export const ExtractorSearch = ({ q }: { readonly q: string }) => {
  const navigate = useNavigate();
  return (
    <SearchField
      q={q}
      label="Find an extractor by name, description or author"
      placeholder="Find an extractor"
      onSearch={(next) =>
        void navigate({ to: '/extractors', search: next ? { q: next } : {}, replace: true })
      }
    />
  );
};

const ExtractorTable = ({ extractors }: { readonly extractors: readonly Extractor[] }) => {
  const [focused, setFocused] = useState('');
  const stop = extractors.find(({ name }) => name === focused) ?? extractors[0];
  return (
    <DataTable stacked scrolls className={styles.table}>
      <thead>
        <tr>
          <HeadCell>Extractor</HeadCell>
          <HeadCell>Enabled</HeadCell>
          <HeadCell>Instances</HeadCell>
          <HeadCell numeric>Waiting</HeadCell>
          <HeadCell numeric>Running</HeadCell>
          <HeadCell onlyWide>Last seen</HeadCell>
        </tr>
      </thead>
      <tbody>
        {extractors.map((extractor) => (
          <Row
            key={extractor.name}
            extractor={extractor}
            isTabStop={extractor === stop}
            onFocus={setFocused}
          />
        ))}
      </tbody>
    </DataTable>
  );
};

interface RowProps {
  readonly extractor: Extractor;
  readonly isTabStop: boolean;
  readonly onFocus: (name: string) => void;
}

const ARROW_STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

const moveByArrow = (event: KeyboardEvent<HTMLTableRowElement>): void => {
  const step = ARROW_STEPS[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  moveRow(document, step);
};

/** Opens by a click anywhere, and by Enter. */
const Row = ({ extractor, isTabStop, onFocus }: RowProps) => (
  <tr
    data-row
    tabIndex={isTabStop ? 0 : -1}
    onFocus={() => onFocus(extractor.name)}
    onClick={openClickedRow}
    onKeyDown={moveByArrow}
  >
    <Cell wholeLine>
      <NameAndDescription extractor={extractor} />
    </Cell>
    <Cell head="Enabled">
      {extractor.enabled && !extractor.dispatch_paused ? 'On' : <Tag>{whyHeld(extractor)}</Tag>}
    </Cell>
    <Cell head="Instances">
      <InstanceCounts counts={extractor.instances} queue={extractor.queue} />
    </Cell>
    <Cell numeric head="Waiting">
      {formatCount(extractor.waiting)}
    </Cell>
    <Cell numeric head="Running">
      {formatCount(extractor.running)}
    </Cell>
    <Cell onlyWide>
      {extractor.last_seen_at ? (
        <Time at={extractor.last_seen_at} />
      ) : (
        <span className={text.dimmed}>never</span>
      )}
    </Cell>
  </tr>
);

const whyHeld = ({ enabled, waits_for_approval: waits }: Extractor): string => {
  if (waits) return 'Waits for approval';
  return enabled ? 'Dispatch paused' : 'Off';
};

const NameAndDescription = ({ extractor }: { readonly extractor: Extractor }) => (
  <span className={styles.name}>
    <span className={layout.row}>
      <Link
        className={clsx(text.bold, text.truncated)}
        data-row-open
        // The row is in the order of the Tab key, and Enter on it does the same.
        tabIndex={-1}
        to="/extractors/$name"
        params={{ name: extractor.name }}
      >
        {extractor.name}
      </Link>
      <span className={text.version}>{extractor.version}</span>
      {extractor.is_private ? <Tag>Private</Tag> : null}
    </span>
    {extractor.description ? <small className={text.truncated}>{extractor.description}</small> : null}
  </span>
);

const NoExtractors = () => (
  <EmptyState icon="flask" title="No extractors yet" action={<WriteExtractorLink isFirst />}>
    An extractor appears here by itself: over RabbitMQ with its first heartbeat, over HTTP when it registers,
    as everything made with the SDK or jclowder does when it starts.
  </EmptyState>
);

/** Leads to the page that helps to write one. */
export const WriteExtractorLink = ({ isFirst = false }: { readonly isFirst?: boolean }) => (
  <Button
    variant={isFirst ? 'filled' : 'default'}
    leftSection={<Icon name="plus" />}
    renderRoot={(props) => <Link to="/extractors/new" {...props} type={undefined} />}
  >
    Write an extractor
  </Button>
);

const NoMatch = ({ q }: { readonly q: string }) => (
  <EmptyState
    icon="search"
    title="No matching extractors"
    action={
      <Link className={text.link} to="/extractors">
        Show all extractors
      </Link>
    }
  >
    “{q}” is in no name, description or author. Try fewer letters.
  </EmptyState>
);
