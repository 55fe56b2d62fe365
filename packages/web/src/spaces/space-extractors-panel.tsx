import type { Space, SpaceExtractor } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { explain } from '../api/explain.ts';
import { Cell, DataTable, HeadCell, Lines } from '../design/data-table.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../design/panel.tsx';
import { Tag } from '../design/tag.tsx';
import text from '../design/text.module.css';
import { SpaceChoice, spaceExtractorsQuery, useSpaceChoice } from './space-choice.tsx';
import styles from './space-extractors-panel.module.css';

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
  const change = useSpaceChoice(space.id);
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

interface RowProps {
  readonly extractor: SpaceExtractor;
  /** Undefined for who has no right to switch. */
  readonly onChoose: ((choice: SpaceExtractor['choice']) => void) | undefined;
}

const Row = ({ extractor, onChoose }: RowProps) => {
  const { name, description, enabled, is_private: isPrivate } = extractor;
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
        <SpaceChoice label={`${name} in this space`} extractor={extractor} onChoose={onChoose} />
      </Cell>
    </tr>
  );
};
