import { Button } from '@mantine/core';
import type { JobOutput, Preview } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { PanelFoot } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { SupersededBadge } from '../../extractors/superseded-badge.tsx';
import { JobLink } from '../../jobs/job-links.tsx';
import { versionText } from '../../jobs/job-text.ts';
import { FileView } from './file-view.tsx';
import styles from './preview-panel.module.css';
import { previewedOutput } from './previewed.ts';

const SHOWN_AT_ONCE = 5;

/** What one extractor made to show a file, each with the job that made it. */
export const OutputViews = ({ previews }: { readonly previews: readonly Preview[] }) => {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const rest = previews.length - shown;
  return (
    <>
      {previews.slice(0, shown).map((preview) => (
        <section key={preview.id} className={styles.output} aria-label={preview.title || 'Preview'}>
          <Maker preview={preview} />
          <FileView of={previewedOutput(preview)} />
        </section>
      ))}
      {rest > 0 ? (
        <PanelFoot>
          {rest} more
          <Button size="xs" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
            Show more
          </Button>
        </PanelFoot>
      ) : null}
    </>
  );
};

const Maker = ({ preview }: { readonly preview: Preview }) => {
  const output = useOutput(preview);
  const version = output ? versionText(output) : '';
  return (
    <div className={styles.maker}>
      {preview.title ? <h2>{preview.title}</h2> : null}
      {preview.job_id ? (
        <span>
          made by job <JobLink id={preview.job_id} />
        </span>
      ) : null}
      <span className={text.dimmed}>
        {output?.attempt ? `attempt ${output.attempt} · ` : null}
        {version ? `version ${version} · ` : null}
        <Time at={preview.created_at} inSentence />
      </span>
      {output?.is_superseded ? <SupersededBadge /> : null}
    </div>
  );
};

/** The attempt and the version that made a preview: a job lists them with its outputs. Undefined while they are not known. */
const useOutput = ({ id, job_id }: Preview): JobOutput | undefined => {
  const { data } = useQuery({
    queryKey: [...keys.jobOutputs(job_id ?? ''), 'of previews'],
    queryFn: ({ signal }) => callRoute('listJobOutputs', { params: { id: job_id ?? '' }, signal }),
    enabled: job_id !== null,
  });
  return data?.items.find((output) => output.kind === 'preview' && output.id === id);
};
