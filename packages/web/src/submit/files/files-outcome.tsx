import { Button } from '@mantine/core';
import { explain } from '../../api/explain.ts';
import { countOf, formatCount } from '../../design/count.ts';
import { JobOf } from '../job-of.tsx';
import { Submitted } from '../submitted.tsx';
import type { ListedFile } from './file-scope.ts';
import type { FilesDone } from './use-submit-files.ts';

const NAMED = 5;

interface FilesOutcomeProps {
  readonly outcome: FilesDone;
  readonly files: readonly ListedFile[];
  readonly onRest: () => void;
  readonly onMore: () => void;
  readonly onClose: () => void;
}

const titleOf = ({ jobs, rest, order }: FilesDone): string =>
  rest.length === 0
    ? `${order.extractor} has ${countOf(jobs.length, 'job')} more.`
    : `${order.extractor} has ${countOf(jobs.length, 'job')} more; ${countOf(rest.length, 'file')} not submitted.`;

const why = (trouble: unknown): string => {
  if (trouble === null) return 'It was stopped.';
  return trouble instanceof Error && trouble.constructor === Error ? trouble.message : explain(trouble);
};

/** What came of many files: the first jobs by name, and what is left over, if anything is. */
export const FilesOutcome = ({ outcome, files, onRest, onMore, onClose }: FilesOutcomeProps) => {
  const { jobs, rest, trouble, order } = outcome;
  const nameOf = (id: string): string | undefined => files.find((file) => file.id === id)?.filename;
  return (
    <Submitted
      title={titleOf(outcome)}
      extractor={order.extractor}
      partly={rest.length > 0}
      onMore={onMore}
      onClose={onClose}
    >
      {rest.length > 0 ? (
        <>
          <p className={trouble === null ? 'dim' : 'msg-block err'}>
            {why(trouble)} What was submitted stands.
          </p>
          <p>
            <Button size="xs" onClick={onRest}>
              Submit the other {formatCount(rest.length)}
            </Button>
          </p>
        </>
      ) : null}
      {jobs.slice(0, NAMED).map(({ job_id, file_id }) => (
        <JobOf key={job_id} id={job_id} on={nameOf(file_id)} onOpen={onClose} />
      ))}
      {jobs.length > NAMED ? <p className="dim">and {formatCount(jobs.length - NAMED)} more</p> : null}
    </Submitted>
  );
};
