import { StateMark } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { Elapsed } from '../../jobs/elapsed.tsx';
import { JobLink, ResourceLink } from '../../jobs/job-links.tsx';
import type { SeenJob } from '../../jobs/job-snapshot.ts';
import { byWhom, extractorMessage } from '../../jobs/job-text.ts';
import { isWaiting, Waiting } from '../../jobs/waiting-reason.tsx';

const Message = ({ seen: { job } }: { readonly seen: SeenJob }) => {
  if (isWaiting(job)) return <Waiting job={job} />;
  const { text, bad } = extractorMessage(job);
  return (
    <span className={bad ? undefined : 'dim'} title={text}>
      {text}
    </span>
  );
};

const Row = ({ seen }: { readonly seen: SeenJob }) => {
  const { job } = seen;
  return (
    <tr data-row tabIndex={-1}>
      <td>
        <StateMark state={job.state} />
      </td>
      <td>
        <JobLink id={job.id} />
      </td>
      <td className="trunc whole-line latest-on">
        <ResourceLink resource={job.resource} />
      </td>
      <td className="trunc whole-line latest-message">
        <Message seen={seen} />
      </td>
      <td className="only-wide">{byWhom(job).who}</td>
      <td className="only-wide">
        <Time at={job.submitted_at} />
      </td>
      <td className="num to-the-right latest-took">
        <Elapsed seen={seen} />
      </td>
    </tr>
  );
};

export const JobTable = ({ jobs }: { readonly jobs: readonly SeenJob[] }) => (
  <div className="scrolled">
    <table className="t stacks latest-jobs">
      <thead>
        <tr>
          <th scope="col" className="latest-state">
            Status
          </th>
          <th scope="col">Job</th>
          <th scope="col">On</th>
          <th scope="col">Message</th>
          <th scope="col" className="only-wide">
            By
          </th>
          <th scope="col" className="only-wide">
            Submitted
          </th>
          <th scope="col" className="num latest-elapsed">
            Elapsed
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((seen) => (
          <Row key={seen.job.id} seen={seen} />
        ))}
      </tbody>
    </table>
  </div>
);
