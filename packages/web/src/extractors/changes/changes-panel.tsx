import { Button } from '@mantine/core';
import type { ExtractorChange } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { ShortId } from '../../design/short-id.tsx';
import { CountTag, Tag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { ActionError } from '../../jobs/actions/action-error.tsx';
import { changedLines, describeOrigin, FIELD_LABELS } from './change-texts.ts';
import styles from './changes-panel.module.css';
import { changesQuery, useReview } from './changes-query.ts';

/** For operators: what all extractors announced, first what waits for them. */
export const AllChanges = () => {
  const { data, error, refetch } = useQuery(changesQuery());
  if (!data && error)
    return (
      <ErrorPanel what="The changes could not be loaded." error={error} onRetry={() => void refetch()} />
    );
  if (!data) return <LoadingRows what="changes" />;
  const { waiting, decided } = split(data.items);
  return (
    <div className={layout.stack}>
      <ChangeList
        title="Waiting for approval"
        changes={waiting}
        empty="No extractor and no change of one waits for approval."
      />
      <ChangeList title="What took effect or was decided" changes={decided} empty="Nothing yet." />
    </div>
  );
};

/** For operators, on the page of an extractor. */
export const ChangesOfExtractor = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(changesQuery(name));
  if (!data && error)
    return (
      <ErrorPanel what="The changes could not be loaded." error={error} onRetry={() => void refetch()} />
    );
  if (!data) return <LoadingRows what="changes" />;
  const { waiting, decided } = split(data.items);
  return (
    <ChangeList
      title="Changes"
      changes={[...waiting, ...decided]}
      empty="Nothing that it announces has changed."
      isOfOne
    />
  );
};

const split = (changes: readonly ExtractorChange[]) => ({
  waiting: changes.filter(({ state }) => state === 'waiting'),
  decided: changes.filter(({ state }) => state !== 'waiting'),
});

interface ChangeListProps {
  readonly title: string;
  readonly changes: readonly ExtractorChange[];
  /** The sentence in place of an empty list. */
  readonly empty: string;
  /** All changes are of the extractor whose page this is. */
  readonly isOfOne?: boolean;
}

const ChangeList = ({ title, changes, empty, isOfOne = false }: ChangeListProps) => (
  <Panel aria-label={title}>
    <PanelHead>
      <h2>{title}</h2>
      {changes.length > 0 ? <CountTag count={changes.length} /> : null}
    </PanelHead>
    {changes.length === 0 ? <PanelNote>{empty}</PanelNote> : null}
    <ul className={styles.changes}>
      {changes.map((change) => (
        <Change key={change.id} change={change} isOfOne={isOfOne} />
      ))}
    </ul>
  </Panel>
);

interface ChangeProps {
  readonly change: ExtractorChange;
  readonly isOfOne: boolean;
}

const Change = ({ change, isOfOne }: ChangeProps) => (
  <li className={styles.change} data-row tabIndex={-1}>
    <div className={styles.what}>
      <p className={styles.head}>
        {isOfOne ? null : (
          <Link className={text.bold} to="/extractors/$name" params={{ name: change.extractor }}>
            {change.extractor}
          </Link>
        )}
        <Tag>{change.kind === 'new' ? 'New' : 'Changed'}</Tag>
        {change.owner ? <Tag>Private to {change.owner.name}</Tag> : null}
        <span className={text.dimmed}>
          <Time at={change.announced_at} inSentence />, {describeOrigin(change.from)}
          {change.from.instance_id ? (
            <>
              , instance <ShortId id={change.from.instance_id} what="instance id" />
            </>
          ) : null}
        </span>
      </p>
      <Differences change={change} />
    </div>
    <Decision change={change} />
  </li>
);

/** Of a new extractor everything is new: nothing is marked. */
const Differences = ({ change: { kind, differences } }: { readonly change: ExtractorChange }) => (
  <dl className={styles.differences}>
    {differences.map(({ field, before, after }) => (
      <div key={field}>
        <dt>{FIELD_LABELS[field]}</dt>
        <dd>
          {changedLines(kind === 'new' ? after : before, after).map(({ text: line, is }) => (
            <Line key={`${is} ${line}`} text={line} is={is} />
          ))}
        </dd>
      </div>
    ))}
  </dl>
);

const Line = ({ text: line, is }: ReturnType<typeof changedLines>[number]) => {
  if (is === 'removed') return <del className={styles.line}>{line}</del>;
  if (is === 'added') return <ins className={styles.line}>{line}</ins>;
  return <span className={styles.line}>{line}</span>;
};

const STATES: Readonly<Record<Exclude<ExtractorChange['state'], 'waiting'>, string>> = {
  applied: 'took effect at once',
  approved: 'approved',
  declined: 'declined',
};

const Decision = ({ change }: { readonly change: ExtractorChange }) => {
  const review = useReview(change);
  const { state, extractor, decided_by: by } = change;
  return (
    <div className={styles.decision}>
      {state === 'waiting' ? null : (
        <span className={text.dimmed}>
          {STATES[state]}
          {by ? ` by ${by.name}` : ''}
        </span>
      )}
      {state === 'waiting' || state === 'declined' ? (
        <ActionError what="It was not approved." error={review.error} onClose={review.reset}>
          <Button
            size="xs"
            variant={state === 'waiting' ? 'filled' : 'default'}
            aria-label={`Approve ${extractor}`}
            loading={review.isPending}
            onClick={() => review.mutate('approveExtractorChange')}
          >
            Approve
          </Button>
        </ActionError>
      ) : null}
      {state === 'waiting' ? (
        <Button
          size="xs"
          aria-label={`Decline ${extractor}`}
          disabled={review.isPending}
          onClick={() => review.mutate('declineExtractorChange')}
        >
          Decline
        </Button>
      ) : null}
    </div>
  );
};
