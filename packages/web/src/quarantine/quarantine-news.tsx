import { explain } from '../api/explain.ts';
import { JobLink } from '../jobs/job-links.tsx';
import { becameWords } from './quarantine-words.ts';
import type { QuarantineActs } from './use-quarantine-acts.ts';

/** What was done last, or why it was not. */
export const QuarantineNews = ({ acts: { done, replay } }: { readonly acts: QuarantineActs }) => (
  <>
    <output className={done ? 'panel-note quarantine-news' : 'sr'}>
      {done?.act === 'discarded' ? 'Discarded for good.' : null}
      {done?.act === 'replayed' ? (
        <>
          {becameWords(done.outcome)} {done.outcome.job_id ? <JobLink id={done.outcome.job_id} /> : null}
        </>
      ) : null}
    </output>
    {replay.error ? (
      <p className="panel-note msg-block err" role="alert">
        It was not taken in. {explain(replay.error)}
      </p>
    ) : null}
  </>
);
