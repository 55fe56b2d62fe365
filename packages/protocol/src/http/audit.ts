import { z } from 'zod';
import { Id, limit, Time } from './fields.ts';
import type { RouteContracts } from './route.ts';

/** Everything that is recorded of what people do: the kind of the subject, and what was done to it. */
export const ACTS = [
  'account.sign_in',
  'account.sign_out',
  'account.refuse_password',
  'account.change_password',
  'account.end_sessions',
  'account.change',
  'account.set_role',
  'account.ban',
  'account.unban',
  'account.delete',
  'account.password_link',
  'account.reset_password',
  'account.create',
  'account.register',
  'account.connect',
  'account.disconnect',
  'invitation.create',
  'invitation.revoke',
  'invitation.accept',
  'key.create',
  'key.revoke',
  'space.create',
  'space.change',
  'space.delete',
  'space.set_member',
  'space.set_members',
  'space.remove_member',
  'space.leave',
  'space.set_extractor',
  'dataset.change',
  'dataset.delete',
  'dataset.share',
  'dataset.unshare',
  'dataset.make_public',
  'dataset.make_private',
  'collection.delete',
  'collection.share',
  'collection.unshare',
  'file.rename',
  'file.describe',
  'file.delete',
  'file.move',
  'files.tag',
  'files.delete',
  'files.move',
  'section.delete',
  'preview.delete',
  'thumbnail.delete',
  'metadata.delete',
  'jobs.cancel',
  'jobs.resubmit',
  'extractor.run-missing',
  'extractor.enable',
  'extractor.disable',
  'extractor.pause',
  'extractor.resume',
  'extractor.approve',
  'extractor.decline',
  'extractor.approve_change',
  'extractor.decline_change',
  'extractor.register',
  'extractor.share',
  'extractor.unshare',
  'extractor.delete',
  'failure.review',
  'label.write',
  'label.delete',
  'error_queue.replay',
  'error_queue.discard',
  'quarantine.replay',
  'quarantine.discard',
  'import.events',
  'import.jobs',
  'audit.export',
  'settings.see',
] as const;

export type ActName = (typeof ACTS)[number];

export const AuditEntry = z
  .object({
    id: Id,
    at: Time,
    person: z.object({ id: Id.nullable(), name: z.string() }).nullable().meta({
      description:
        'as they were called then. `id` null: at the command line of the server. null: the server itself, or somebody who is not signed in',
    }),
    act: z.string().meta({ examples: ['space.set_member'] }),
    subject: z.string().meta({ description: 'the id or the name of what was changed' }),
    subject_name: z.string().nullable().meta({ description: 'what it was called then' }),
    address: z.string().nullable().meta({ description: 'of the client' }),
    means: z.enum(['session', 'password', 'key', 'job', 'command']).nullable(),
    credential: z.string().nullable().meta({ description: 'the name of the key, or the id of the job' }),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

const filter = {
  person: Id.optional().meta({ description: 'id of an account, which may be deleted' }),
  act: z.string().max(100).optional().meta({ description: 'an act, or the part before its dot: `space`' }),
  subject: z.string().max(500).optional().meta({ description: 'id or name' }),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
};

export const auditContracts = {
  listAudit: {
    tag: 'audit',
    summary: 'List who did what, newest first (administrators and auditors)',
    query: z.object({ ...filter, limit: limit(500, 50), cursor: z.uuid().optional() }),
    answer: z.object({ items: z.array(AuditEntry), next: Id.nullable() }),
  },
  exportAudit: {
    tag: 'audit',
    summary: 'Download who did what as CSV, newest first (administrators and auditors); this is recorded too',
    query: z.object(filter),
    answer: z.string(),
  },
} satisfies RouteContracts;
