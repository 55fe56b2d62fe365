import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { FailureDetails as Details, FailureGroup } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { formatCount } from '../design/count.ts';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { RawText } from '../design/raw-text.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { useOfferUndo } from '../design/undo-offer.ts';
import { ActionError } from '../jobs/actions/action-error.tsx';
import { plainText } from '../jobs/events/terminal-text.ts';
import { useHasRight } from '../session/session.ts';
import styles from './failure-details.module.css';
import { type AttentionFilter, failureQuery } from './home-queries.ts';

const NoteDialog = onDemand(async () => (await import('./note-dialog.tsx')).NoteDialog);

interface FailureDetailsProps {
  readonly id: string;
  readonly filter: AttentionFilter;
}

/** What the jobs of a group have in common, and what can be done about it. */
export const FailureDetails = ({ id, filter }: FailureDetailsProps) => {
  const { data, error, refetch } = useQuery(failureQuery(id, filter));
  if (!data && error)
    return <ErrorPanel what="It could not be loaded." error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingRows what="the failure" rows={3} />;
  return (
    <div className={styles.details}>
      <RawText label="Error of the newest job" text={plainText(data.trace) || 'No reason given'} />
      <div className={styles.side}>
        <Facts details={data} />
        <Review group={data} />
      </div>
    </div>
  );
};

const Facts = ({
  details: { id, jobs, latest_job_id: latest, versions, types },
}: {
  readonly details: Details;
}) => (
  <dl className={styles.facts}>
    <dt>Jobs</dt>
    <dd>
      <Link className={text.link} to="/jobs" search={{ q: `failure:${id}` }}>
        {jobs === 1 ? 'Show the job' : `Show all ${formatCount(jobs)}`}
      </Link>
      {latest === null ? null : (
        <>
          {' · '}
          <Link className={text.link} to="/jobs/$id" params={{ id: latest }}>
            newest
          </Link>
        </>
      )}
    </dd>
    <dt>Versions</dt>
    <dd>
      {versions
        .map(
          ({ id: failure, version, jobs: count }) =>
            `${version ?? 'unknown'} (${formatCount(count)})${
              failure === id && versions.length > 1 ? ', this one' : ''
            }`,
        )
        .join(' · ')}
    </dd>
    <dt>File types</dt>
    <dd>
      {types.map(({ mime, jobs: count }) => `${mime ?? 'dataset'} (${formatCount(count)})`).join(' · ')}
    </dd>
  </dl>
);

const Review = ({ group }: { readonly group: FailureGroup }) => {
  const isOperator = useHasRight('operate');
  const [noteOpened, note] = useDisclosure(false);
  const review = useReview(group.id);
  const { known } = group;
  return (
    <>
      {known ? (
        <p className={text.dimmed}>
          Known since <Time at={known.at} inSentence />, marked by {known.by?.name ?? 'a former operator'}.
          Another version that fails is shown again.
        </p>
      ) : null}
      {group.note ? (
        <figure className={styles.note}>
          <blockquote>{group.note.text}</blockquote>
          <figcaption className={text.dimmed}>
            {group.note.by?.name ?? 'A former operator'}, <Time at={group.note.at} inSentence />
          </figcaption>
        </figure>
      ) : null}
      {isOperator ? (
        <div className={styles.actions}>
          <ActionError what="It was not changed." error={review.error} onClose={review.reset}>
            <Button
              size="xs"
              aria-disabled={review.isPending}
              title={known ? undefined : 'It is hidden for everybody until another version fails.'}
              onClick={() => review.isPending || review.mutate({ known: !known })}
            >
              {known ? 'Not known' : 'Mark as known'}
            </Button>
          </ActionError>
          <Button size="xs" onClick={note.open}>
            {group.note ? 'Edit note…' : 'Add note…'}
          </Button>
          <NoteDialog
            failureId={group.id}
            text={group.note?.text ?? ''}
            opened={noteOpened}
            onClose={note.close}
          />
        </div>
      ) : null}
    </>
  );
};

const useReview = (id: string) => {
  const queries = useQueryClient();
  const offerUndo = useOfferUndo();
  const send = async (body: { readonly known: boolean }): Promise<void> => {
    await callRoute('reviewFailure', { params: { id }, body });
    await queries.invalidateQueries({ queryKey: keys.attention });
  };
  return useMutation({
    mutationFn: send,
    // Another mark would have another time and person, so it is not offered the other way round.
    onSuccess: (_, { known }) => {
      if (known) offerUndo({ done: 'The failure was marked as known.', undo: () => send({ known: false }) });
    },
  });
};
