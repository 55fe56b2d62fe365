import type { Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CopyButton } from '../../../design/copy-button.tsx';
import { shortId } from '../../../design/short-id.tsx';
import { jobQuery } from '../../job/job-query.ts';
import { countChanges, type Parameter, parameterChanges } from './parameter-changes.ts';

const Value = ({ parameter: { value, before } }: { readonly parameter: Parameter }) => (
  <>
    {before === undefined || before === null ? null : <del>{before}</del>}
    {value === null ? null : before === undefined ? value : <ins>{value}</ins>}
  </>
);

const Changes = ({ count, parent }: { readonly count: number; readonly parent: string }) => (
  <p className="dim changes">
    {count === 0 ? 'None' : count} changed from job{' '}
    <Link className="l id" to="/jobs/$id" params={{ id: parent }}>
      {shortId(parent)}
    </Link>
  </p>
);

export const Parameters = ({ job }: { readonly job: Job }) => {
  const parent = useQuery({ ...jobQuery(job.resubmit_of ?? ''), enabled: job.resubmit_of !== null }).data;
  const parameters = parameterChanges(job.parameters, parent?.job.parameters);
  return (
    <section>
      <h2>
        Parameters <span className="count">{Object.keys(job.parameters).length}</span>
        {parameters.length > 0 ? (
          <CopyButton text={JSON.stringify(job.parameters, null, 2)} what="parameters" />
        ) : null}
      </h2>
      {parameters.length > 0 ? (
        <dl className="pl">
          {parameters.map((parameter) => (
            <div key={parameter.name}>
              <dt>{parameter.name}</dt>
              <dd>
                <Value parameter={parameter} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="dim">None were given.</p>
      )}
      {parent ? <Changes count={countChanges(parameters)} parent={parent.job.id} /> : null}
    </section>
  );
};
