import { NativeSelect } from '@mantine/core';
import type { Space, SpaceExtractor } from '@pawprint/protocol';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { callRoute, client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { Cell, DataTable, HeadCell, Lines } from '../design/data-table.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../design/panel.tsx';
import { Tag } from '../design/tag.tsx';
import text from '../design/text.module.css';
import styles from './space-extractors-panel.module.css';

const spaceExtractorsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.spaceExtractors(id),
    queryFn: ({ signal }) => callRoute('listSpaceExtractors', { params: { id }, signal }),
  });

interface SpaceExtractorsPanelProps {
  readonly space: Space;
  readonly canManage: boolean;
}

/** Which extractors work on the data in a space. Its admins switch them. */
export const SpaceExtractorsPanel = ({ space, canManage }: SpaceExtractorsPanelProps) => {
  const { data: extractors, error, refetch } = useQuery(spaceExtractorsQuery(space.id));
  if (extractors?.length === 0) return null;
  return (
    <Panel aria-labelledby="space-extractors-heading">
      <PanelHead>
        <h2 id="space-extractors-heading">Extractors</h2>
      </PanelHead>
      <PanelNote>
        For the data in this space. If a dataset is in several spaces, one that has an extractor on wins.
      </PanelNote>
      {extractors ? <Extractors space={space} canManage={canManage} extractors={extractors} /> : null}
      {!extractors && error ? (
        <ErrorPanel what="The extractors could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!extractors && !error ? <LoadingRows what="extractors" rows={3} /> : null}
    </Panel>
  );
};

interface ExtractorsProps extends SpaceExtractorsPanelProps {
  readonly extractors: readonly SpaceExtractor[];
}

const Extractors = ({ space, canManage, extractors }: ExtractorsProps) => {
  const change = useChoose(space.id);
  return (
    <>
      <DataTable twoLines aria-label="Extractors">
        <thead>
          <tr>
            <HeadCell>Extractor</HeadCell>
            <HeadCell>In this space</HeadCell>
          </tr>
        </thead>
        <tbody>
          {extractors.map((extractor) => (
            <Row
              key={extractor.name}
              extractor={extractor}
              onChoose={canManage ? (choice) => change.mutate({ extractor, choice }) : undefined}
            />
          ))}
        </tbody>
      </DataTable>
      {change.isError ? (
        <ErrorMessage className={styles.error}>
          {change.variables.extractor.name} was not switched. {explain(change.error)}
        </ErrorMessage>
      ) : null}
    </>
  );
};

type Choice = SpaceExtractor['choice'];

interface RowProps {
  readonly extractor: SpaceExtractor;
  /** Undefined for who has no right to switch. */
  readonly onChoose: ((choice: Choice) => void) | undefined;
}

const Row = ({ extractor, onChoose }: RowProps) => {
  const { name, description, choice, enabled, is_private: isPrivate } = extractor;
  return (
    <tr data-row tabIndex={-1}>
      <Cell>
        <Lines>
          <span className={layout.row}>
            <Link className={text.truncated} to="/extractors/$name" params={{ name }}>
              {name}
            </Link>
            {isPrivate ? <Tag>Private</Tag> : null}
            {enabled ? null : <Tag>Off on this server</Tag>}
          </span>
          {description ? <small className={text.truncated}>{description}</small> : null}
        </Lines>
      </Cell>
      <Cell>
        {onChoose ? (
          <NativeSelect
            size="xs"
            className={styles.choice}
            aria-label={`${name} in this space`}
            data={choicesOf(isPrivate)}
            value={choice}
            onChange={(event) => onChoose(readChoice(event.currentTarget.value))}
          />
        ) : (
          choicesOf(isPrivate).find(({ value }) => value === choice)?.label
        )}
      </Cell>
    </tr>
  );
};

/** A private extractor works on other people's data only where a space has it on. */
const choicesOf = (isPrivate: boolean) =>
  [
    { value: 'default', label: isPrivate ? 'By hand' : 'As everywhere' },
    { value: 'on', label: 'On' },
    { value: 'off', label: 'Off' },
  ] as const;

const readChoice = (value: string): Choice => (value === 'on' || value === 'off' ? value : 'default');

const useChoose = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ extractor, choice }: { readonly extractor: SpaceExtractor; readonly choice: Choice }) =>
      client.call('setSpaceExtractor', { params: { id, name: extractor.name }, body: { choice } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.spaceExtractors(id) }),
  });
};
