import { Button } from '@mantine/core';
import { writeJobQuery } from '@pawprint/protocol/client';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { explain } from '../api/explain.ts';
import { countOf, formatCount } from '../design/count.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import { Result } from '../design/result.tsx';
import { shortId } from '../design/short-id.tsx';
import text from '../design/text.module.css';
import type { ListedFile } from './file-filter.ts';
import type { SubmitFilesResult } from './submit-jobs.ts';

interface SubmitResultProps {
  /** "14 files submitted to ncsa.wordcount." */
  readonly title: string;
  readonly extractor: string;
  /** Some files got no job. */
  readonly partial?: boolean;
  readonly children?: ReactNode;
  readonly onSubmitMore: () => void;
  readonly onClose: () => void;
}

/** What was submitted, with links to the jobs. */
export const SubmitResult = (props: SubmitResultProps) => {
  const { title, extractor, partial = false, children, onSubmitMore, onClose } = props;
  return (
    <div className={layout.stack}>
      <Result isWhole={!partial} takesFocus>
        <h3>{title}</h3>
        {children}
        <p>
          <Link
            className={text.link}
            to="/jobs"
            search={{ q: writeJobQuery({ key: 'extractor', values: [extractor] }) }}
            onClick={onClose}
          >
            All jobs of {extractor}
          </Link>
        </p>
      </Result>
      <DialogActions>
        <Button onClick={onSubmitMore}>Submit another</Button>
        <Button variant="filled" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </div>
  );
};

interface SubmittedJobProps {
  readonly id: string;
  /** Named if there are several jobs. */
  readonly filename?: string | undefined;
  readonly onOpen: () => void;
}

export const SubmittedJob = ({ id, filename, onOpen }: SubmittedJobProps) => (
  <p className={text.truncated}>
    <Link className={text.link} to="/jobs/$id" params={{ id }} onClick={onOpen}>
      Job {shortId(id)}
    </Link>
    {filename ? ` on ${filename}` : null}
  </p>
);

const SHOWN_JOBS = 5;

interface FilesResultProps {
  readonly result: SubmitFilesResult;
  readonly files: readonly ListedFile[];
  readonly onSubmitRemaining: () => void;
  readonly onSubmitMore: () => void;
  readonly onClose: () => void;
}

/** The result for many files: links to the first jobs, and a button for the files that got none. */
export const FilesResult = (props: FilesResultProps) => {
  const { result, files, onSubmitRemaining, onSubmitMore, onClose } = props;
  const { jobs, remaining, request } = result;
  const filenameOf = (id: string): string | undefined => files.find((file) => file.id === id)?.filename;
  return (
    <SubmitResult
      title={filesTitle(result)}
      extractor={request.extractor}
      partial={remaining.length > 0}
      onSubmitMore={onSubmitMore}
      onClose={onClose}
    >
      {remaining.length > 0 ? (
        <>
          <WhyPartial error={result.error} />
          <p>
            <Button size="xs" onClick={onSubmitRemaining}>
              Submit the other {formatCount(remaining.length)}
            </Button>
          </p>
        </>
      ) : null}
      {jobs.slice(0, SHOWN_JOBS).map(({ job_id, file_id }) => (
        <SubmittedJob key={job_id} id={job_id} filename={filenameOf(file_id)} onOpen={onClose} />
      ))}
      {jobs.length > SHOWN_JOBS ? (
        <p className={text.dimmed}>and {formatCount(jobs.length - SHOWN_JOBS)} more</p>
      ) : null}
    </SubmitResult>
  );
};

const filesTitle = ({ jobs, remaining, request }: SubmitFilesResult): string => {
  const title = `${countOf(jobs.length, 'file')} submitted to ${request.extractor}`;
  return remaining.length === 0
    ? `${title}.`
    : `${title}; ${countOf(remaining.length, 'file')} not submitted.`;
};

const WhyPartial = ({ error }: { readonly error: unknown }) => {
  if (error === null) return <p className={text.dimmed}>Stopped. The jobs submitted before are kept.</p>;
  // A plain Error has the server's reason. An error of another class means that the request failed.
  const reason = error instanceof Error && error.constructor === Error ? error.message : explain(error);
  return <ErrorMessage role={undefined}>{reason} The jobs submitted before are kept.</ErrorMessage>;
};
