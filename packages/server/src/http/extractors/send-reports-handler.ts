import { joinReports } from '../../lanes/http/join-reports.ts';
import { noSuchJob } from '../../tracking/no-such-job.ts';
import { recordReports } from '../../tracking/record-reports.ts';
import { type Handler, ok, refuse } from '../handler.ts';
import { time } from '../jobs/job-to-wire.ts';
import type { ExtractorHandlerPorts } from './ports.ts';
import { reportFromWire } from './report-from-wire.ts';

export const sendReportsHandler = (ports: ExtractorHandlerPorts): Handler<'sendReports'> => {
  const record = joinReports((batch) => recordReports(ports, batch));
  return async ({ params: { id }, body, caller }) => {
    if (!(await ports.may(caller, 'report', { type: 'job', id }))) return noSuchJob(id);
    const reports = body.reports.map(reportFromWire);
    const recorded = await record({ jobId: id.toLowerCase(), leaseId: body.lease_id.toLowerCase(), reports });
    if (recorded === 'job_unknown') return noSuchJob(id);
    if (recorded === 'lease_unknown') {
      return refuse('lease_unknown', 'No attempt of this job was ever leased under this id.');
    }
    const { lease, cancelRequested } = recorded;
    return ok({
      lease: lease && { id: lease.id, expires_at: time(lease.expiresAt) },
      cancel_requested: cancelRequested,
    });
  };
};
