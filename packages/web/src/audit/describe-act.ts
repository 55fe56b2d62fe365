import type { ActName, AuditEntry } from '@pawprint/protocol';
import { countOf } from '../design/count.ts';

/**
 * What was done, after the name of who did it. In braces: `subject`, or a field of the details; with a word after it, the
 * field is a number of these. The list has every act that the server records.
 */
const SENTENCES: Readonly<Record<ActName, string>> = {
  'account.sign_in': 'signed in',
  'account.sign_out': 'signed out',
  'account.refuse_password': 'entered a wrong password for {subject}, {times:time}',
  'account.change_password': 'changed the password of {subject}',
  'account.end_sessions': 'ended sessions of {subject}',
  'account.change': 'changed the account {subject}',
  'account.set_role': 'gave {subject} the role {role}',
  'account.ban': 'banned {subject}',
  'account.unban': 'lifted the ban of {subject}',
  'account.delete': 'deleted the account {subject}',
  'account.password_link': 'made a link for a new password for {subject}',
  'account.reset_password': 'set a new password for {subject} by a link',
  'account.create': 'created the account {subject}',
  'account.register': 'registered the account {subject}',
  'account.connect': 'connected {subject} with the account at {issuer}',
  'account.disconnect': 'disconnected {subject} from the identity provider',
  'invitation.create': 'invited {subject}',
  'invitation.revoke': 'revoked the invitation of {subject}',
  'invitation.accept': 'accepted the invitation for {subject}',
  'key.create': 'created the key {subject}',
  'key.revoke': 'revoked the key {subject}',
  'space.create': 'created the space {subject}',
  'space.change': 'changed the space {subject}',
  'space.delete': 'deleted the space {subject}',
  'space.set_member': 'gave {user_name} the role {role} in {subject}',
  'space.set_members': 'changed the members of {subject}',
  'space.remove_member': 'removed {user_name} from {subject}',
  'space.leave': 'left the space {subject}',
  'space.set_extractor': 'set {extractor} to {choice} in {subject}',
  'dataset.change': 'changed the name or description of {subject}',
  'dataset.delete': 'deleted the dataset {subject}',
  'dataset.share': 'shared {subject} with {space_name}',
  'dataset.unshare': 'took {subject} out of {space_name}',
  'dataset.make_public': 'made {subject} public',
  'dataset.make_private': 'made {subject} private',
  'collection.delete': 'deleted the collection {subject}',
  'collection.share': 'shared the collection {subject} with {space_name}',
  'collection.unshare': 'took the collection {subject} out of {space_name}',
  'file.rename': 'renamed the file {subject}',
  'file.describe': 'described the file {subject}',
  'file.delete': 'deleted the file {subject}',
  'file.move': 'moved the file {subject} from {from_name} to {to_name}',
  'files.tag': 'changed tags of {of:file}',
  'files.delete': 'deleted {of:file}',
  'files.move': 'moved {of:file}',
  'section.delete': 'deleted the section {subject}',
  'preview.delete': 'deleted the preview {subject}',
  'thumbnail.delete': 'deleted the thumbnail {subject}',
  'metadata.delete': 'deleted {documents:metadata document} of {subject}',
  'jobs.cancel': 'cancelled {of:job}',
  'jobs.resubmit': 'resubmitted {of:job}',
  'jobs.remove_outputs': 'removed what {of:job} made',
  'job.remove_outputs': 'removed {removed:output} of the job {subject}',
  'extractor.run-missing': 'ran {extractor} on {of:file}',
  'extractor.enable': 'switched {subject} on',
  'extractor.disable': 'switched {subject} off',
  'extractor.pause': 'paused the dispatch to {subject}',
  'extractor.resume': 'resumed the dispatch to {subject}',
  'extractor.supersede_version': 'marked what {subject} {version} made as superseded',
  'extractor.restore_version': 'let what {subject} {version} made count again',
  'extractor.approve': 'approved the extractor {subject}',
  'extractor.decline': 'declined the extractor {subject}',
  'extractor.approve_change': 'approved a change of {subject}',
  'extractor.decline_change': 'declined a change of {subject}',
  'extractor.register': 'registered {subject}',
  'extractor.share': 'shared the extractor {subject}',
  'extractor.unshare': 'no longer shares the extractor {subject}',
  'extractor.delete': 'deleted the extractor {subject}',
  'failure.review': 'marked or noted a failure: {subject}',
  'alert.create': 'made the alert rule “{subject}”',
  'alert.change': 'changed the alert rule “{subject}”',
  'alert.delete': 'removed the alert rule “{subject}”',
  'view.share': 'shared the view {subject}',
  'view.unshare': 'no longer shares the view {subject}',
  'view.change': 'changed the shared view {subject}',
  'view.delete': 'deleted the shared view {subject}',
  'label.write': 'saved the label {subject}',
  'label.delete': 'deleted the label {subject}',
  'error_queue.replay': 'replayed {messages:message} from the error queue of {subject}',
  'error_queue.discard': 'discarded messages from the error queue of {subject}',
  'quarantine.replay': 'replayed a message in quarantine',
  'quarantine.discard': 'discarded a message in quarantine',
  'import.events': 'imported {stored:event} from {subject}',
  'import.jobs': 'imported {jobs:job} from {subject}',
  'audit.export': 'downloaded this log',
  'settings.see': 'viewed the settings of the server',
};

/** A piece of a sentence; the subject is shown as a link. */
export type Piece = { readonly text: string } | { readonly subject: string };

/** What was done, in pieces. An act that this page does not know is named as the server does. */
export const describeAct = (entry: AuditEntry): readonly Piece[] => {
  const sentence = isKnown(entry.act) ? SENTENCES[entry.act] : `${entry.act} {subject}`;
  return sentence
    .split(/(\{[^}]+\})/)
    .filter((part) => part !== '')
    .map((part) => pieceOf(part, entry));
};

const isKnown = (act: string): act is ActName => act in SENTENCES;

const pieceOf = (part: string, { subject, subject_name, details }: AuditEntry): Piece => {
  if (part === '{subject}') return { subject: subject_name ?? subject };
  if (!part.startsWith('{')) return { text: part };
  const [field = '', thing] = part.slice(1, -1).split(':');
  const value = details[field];
  if (thing !== undefined) return { text: countOf(Number(value), thing) };
  return { text: typeof value === 'string' ? value : 'somebody' };
};

/** Who did it. Who enters a wrong password is not known. */
export const describePerson = ({ person, act }: AuditEntry): string => {
  if (person) return person.id === null ? `${person.name} at the command line` : person.name;
  return act === 'account.refuse_password' ? 'Somebody' : 'The server';
};

const MEANS: Readonly<Record<NonNullable<AuditEntry['means']>, string>> = {
  session: 'browser',
  password: 'password',
  key: 'key',
  job: 'job',
  command: 'command line',
};

/** "key laptop · 192.0.2.7" */
export const describeOrigin = ({ means, credential, address }: AuditEntry): string => {
  const how = means === null ? [] : [means === 'key' && credential ? `key ${credential}` : MEANS[means]];
  return [...how, ...(address === null ? [] : [address])].join(' · ') || '–';
};
