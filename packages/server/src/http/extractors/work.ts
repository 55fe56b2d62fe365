import { requireExtractor } from '../../access/require-resource.ts';
import { recordHeartbeat } from '../../extractors/record-heartbeats.ts';
import { type Claimant, returnClaim } from '../../jobs/leases.ts';
import { waitForClaim } from '../../lanes/http/wait-for-claim.ts';
import type { ClaimedJob, JobView } from '../../model/job.ts';
import { noSuchJob, refuse } from '../../model/refusal.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { claimToWire, leaseToWire, reportFromWire } from '../../wire/claim.ts';
import { type Handler, NOTHING, ok } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

export const claimJobHandler =
  (ports: ExtractorHandlerPorts): Handler<'claimJob'> =>
  async ({ params: { name }, body, caller, signal }) => {
    const extractor = await requireExtractor(ports, caller, 'claim', name);
    if ('refused' in extractor) return extractor;
    const grant = ports.grantOf(caller, 'claim');
    const claimant = { extractor: name, instanceId: body.instance_id, version: body.version, grant };
    const claimed = await waitForClaim(ports, claimant, body.wait_s * 1_000, signal);
    if (claimed === undefined) return NOTHING;
    const secretKey = await issueCredential(ports, claimed, claimant);
    const view = await readClaimedJob(ports, claimed);
    const now = ports.now();
    const explain = await ports.readReasons([view.job], now);
    if (!signal.aborted)
      return ok(claimToWire(claimed, view, { host: ports.publicUrl, secretKey, explain, now }));
    await returnClaim(ports, claimed);
    return NOTHING;
  };

const issueCredential = (
  { credentials }: ExtractorHandlerPorts,
  { job: { facts }, lease }: ClaimedJob,
  { version }: Claimant,
): Promise<string> =>
  credentials.issue({
    jobId: facts.id,
    attempt: lease.attempt,
    extractor: facts.extractor,
    extractorVersion: version,
    submittedBy: facts.submittedBy,
  });

/** With the names of its people. */
const readClaimedJob = async ({ db }: ExtractorHandlerPorts, { job }: ClaimedJob): Promise<JobView> =>
  (await readJob(db, job.facts.id)) ?? { job, submittedBy: null, cancelRequestedBy: null };

export const sendReportsHandler =
  ({ hasRight, reports }: ExtractorHandlerPorts): Handler<'sendReports'> =>
  async ({ params: { id }, body, caller }) => {
    if (!(await hasRight(caller, 'report', { type: 'job', id }))) return noSuchJob(id);
    const recorded = await reports.recordLeaseReports({
      jobId: id.toLowerCase(),
      leaseId: body.lease_id.toLowerCase(),
      reports: body.reports.map(reportFromWire),
    });
    if (recorded === 'job_unknown') return noSuchJob(id);
    if (recorded === 'lease_unknown') {
      return refuse('lease_unknown', 'No attempt of this job was ever leased under this id.');
    }
    const { lease, cancelRequested } = recorded;
    return ok({
      lease: lease && leaseToWire(lease),
      cancel_requested: cancelRequested,
    });
  };

export const sendHeartbeatHandler =
  (ports: ExtractorHandlerPorts): Handler<'sendHeartbeat'> =>
  async ({ params: { name, instance_id }, body, caller }) => {
    const extractor = await requireExtractor(ports, caller, 'claim', name);
    if ('refused' in extractor) return extractor;
    const refusal = await recordHeartbeat(ports, {
      extractor: name,
      instanceId: instance_id,
      version: body.version,
      lane: 'http',
      host: body.host ?? null,
      intervalMs: Math.round(body.interval_s * 1_000),
      isStopping: body.stopping ?? false,
    });
    return refusal ?? NOTHING;
  };
