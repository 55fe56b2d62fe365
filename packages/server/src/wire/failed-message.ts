import { redactKeys } from '@pawprint/core';
import { HEADERS, type FailedMessage as WireFailedMessage } from '@pawprint/protocol';
import type { Job } from '../model/job.ts';

/** A message of an error queue, as far as it is shown. Anyone can write to an error queue, so fields may be missing. */
interface FailedMessage {
  readonly fingerprint: string;
  readonly body: MessageFields | undefined;
  readonly replays: number;
  /** The content, as it was when the extractor received it. */
  readonly text: string;
  readonly raw: {
    readonly properties: { readonly headers?: Readonly<Record<string, unknown>> | undefined };
  };
}

interface MessageFields {
  readonly id?: string | null | undefined;
  readonly filename?: string | null | undefined;
  readonly datasetname?: string | null | undefined;
  readonly retry_count?: number | undefined;
}

export const failedMessageToWire = (
  { raw, text, body, fingerprint, replays }: FailedMessage,
  /** The one that the message names, if this server has it. */
  job: Job | undefined,
): WireFailedMessage => {
  const reason = raw.properties.headers?.[HEADERS.reason];
  return {
    fingerprint,
    job: job === undefined ? null : { id: job.facts.id, state: job.progress.state },
    reason: job?.progress.error?.message ?? (typeof reason === 'string' ? reason : null),
    resource_id: body?.id ?? null,
    resource_name: body?.filename ?? body?.datasetname ?? null,
    retry_count: body?.retry_count ?? 0,
    replays,
    body: redactKeys(text).slice(0, SHOWN_CHARACTERS),
  };
};

const SHOWN_CHARACTERS = 20_000;
