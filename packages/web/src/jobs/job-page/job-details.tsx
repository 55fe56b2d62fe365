import { Button } from '@mantine/core';
import type { Job, JobOutput } from '@pawprint/protocol';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { formatBytes } from '../../design/bytes.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Icon, type IconName } from '../../design/icon.tsx';
import { shortId } from '../../design/short-id.tsx';
import { CountTag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { SupersededBadge } from '../../extractors/superseded-badge.tsx';
import { isOver } from '../job-snapshot.ts';
import { versionText } from '../job-text.ts';
import styles from './side-panel.module.css';

/** What few readers of a job's page look for; its code loads after the rest of the page. */
export const JobDetails = ({ job }: { readonly job: Job }) => (
  <>
    <OutputsSection job={job} />
    <MessageSection job={job} />
  </>
);

/** Outputs are stored without an event of their own, so a job at work is asked again. */
const REFETCH_MS = 5_000;

const OutputsSection = ({ job }: { readonly job: Job }) => {
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.jobOutputs(job.id), job.state, job.attempt_count],
    queryFn: ({ signal }) => callRoute('listJobOutputs', { params: { id: job.id }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: isOver(job) ? false : REFETCH_MS,
  });
  const outputs = data?.items ?? [];
  return (
    <section>
      <h2>Outputs {outputs.length > 0 ? <CountTag count={outputs.length} /> : null}</h2>
      {!data && error ? (
        <ErrorPanel what="The outputs could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {data && outputs.length === 0 ? <p className={text.dimmed}>No outputs</p> : null}
      <ul className={styles.outputs}>
        {outputs.map((output) => (
          <Output key={`${output.kind} ${output.id}`} output={output} />
        ))}
      </ul>
    </section>
  );
};

const KINDS: Readonly<Record<JobOutput['kind'], { readonly label: string; readonly icon: IconName }>> = {
  metadata: { label: 'Metadata', icon: 'table' },
  preview: { label: 'Preview', icon: 'image' },
  thumbnail: { label: 'Thumbnail', icon: 'image' },
  file: { label: 'File', icon: 'file' },
  tag: { label: 'Tag', icon: 'tag' },
};

const Output = ({ output }: { readonly output: JobOutput }) => {
  const { label, icon } = KINDS[output.kind];
  const version = versionText(output);
  const maker = [
    output.name ? label : null,
    output.attempt === null ? null : `attempt ${output.attempt}`,
    output.instance_id === null ? null : `instance ${shortId(output.instance_id)}`,
    version === '' ? null : `version ${version}`,
  ].filter((part) => part !== null);
  return (
    <li>
      <Icon name={icon} />
      <OutputLink output={output}>{output.name || label}</OutputLink>
      <span className={text.dimmed}>{output.size_bytes === null ? '' : formatBytes(output.size_bytes)}</span>
      <small>
        {maker.map((part) => `${part} · `)}
        <Time at={output.created_at} inSentence />
        {output.is_superseded ? <SupersededBadge /> : null}
      </small>
    </li>
  );
};

const OutputLink = ({ output, children }: { readonly output: JobOutput; readonly children: ReactNode }) => {
  const { resource, kind } = output;
  if (resource === null) return <span>{children}</span>;
  const params = { id: resource.id };
  const search = kind === 'metadata' ? ({ tab: 'metadata' } as const) : {};
  return resource.type === 'file' ? (
    <Link className={text.link} to="/files/$id" params={params} search={search}>
      {children}
    </Link>
  ) : (
    <Link className={text.link} to="/datasets/$id" params={params} search={search}>
      {children}
    </Link>
  );
};

const MessageSection = ({ job }: { readonly job: Job }) => {
  const [shown, setShown] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.jobMessage(job.id), job.state, job.attempt_count],
    queryFn: ({ signal }) => callRoute('showJobMessage', { params: { id: job.id }, signal }),
    enabled: shown,
  });
  const json = data?.message ? JSON.stringify(data.message, null, 2) : null;
  return (
    <section>
      <h2>
        Message as sent
        {json ? (
          <span className={styles.copy}>
            <CopyButton text={json} what="message" />
          </span>
        ) : null}
      </h2>
      {shown ? null : <Button onClick={() => setShown(true)}>Show the message</Button>}
      {error ? (
        <ErrorPanel what="The message could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {data && json === null ? <p className={text.dimmed}>Not sent yet</p> : null}
      {json ? (
        <pre className={styles.message} {...SCROLLABLE} aria-label="Message as sent, without its credential">
          {json}
        </pre>
      ) : null}
    </section>
  );
};

/** A scrolling element needs the focus to be scrolled with the arrow keys. */
const SCROLLABLE = { tabIndex: 0, role: 'region' };
