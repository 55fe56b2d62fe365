import { type Claimant, type ClaimedJob } from '../../lanes/http/claim-job.ts';
import { giveBack } from '../../lanes/http/give-back.ts';
import { jobMessage } from '../../lanes/http/job-message.ts';
import { waitForClaim } from '../../lanes/http/wait-for-claim.ts';
import { visibleExtractor } from '../../registry/visible-extractors.ts';
import { readJob } from '../../store/jobs/read-jobs.ts';
import { type AnswerBody, type Handler, NOTHING, ok, refuse } from '../handler.ts';
import { jobToWire, time } from '../jobs/job-to-wire.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

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

const claimToWire = async (
  ports: ExtractorHandlerPorts,
  claimed: ClaimedJob,
  claimant: Claimant,
): Promise<AnswerBody<'claimJob'>> => {
  const { job, lease } = claimed;
  const secretKey = await issueCredential(ports, claimed, claimant);
  const view = await readJob(ports.db, job.facts.id);
  return {
    job: jobToWire(view ?? { job, submittedBy: null, cancelRequestedBy: null }, ports.now()),
    message: jobMessage(claimed, { host: ports.publicUrl, secretKey }),
    lease: { id: lease.id, expires_at: time(lease.expiresAt) },
  };
};

export const claimJobHandler =
  (ports: ExtractorHandlerPorts): Handler<'claimJob'> =>
  async ({ params: { name }, body, caller, signal }) => {
    if (!(await ports.may(caller, 'claim', { type: 'extractor', name }))) {
      return refuse('forbidden', 'You may not claim jobs.');
    }
    const extractor = await visibleExtractor(ports.db, caller, name);
    if ('refused' in extractor) return extractor;
    const claimant = { extractor: name, instanceId: body.instance_id, version: body.version };
    const claimed = await waitForClaim(ports, claimant, body.wait_s * 1_000, signal);
    if (claimed === undefined) return NOTHING;
    const answer = await claimToWire(ports, claimed, claimant);
    if (!signal.aborted) return ok(answer);
    await giveBack(ports, claimed);
    return NOTHING;
  };
