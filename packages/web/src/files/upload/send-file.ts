import { readErrorResponse } from '@pawprint/protocol/client';
import { client } from '../../api/client.ts';

export type SendResult =
  | { readonly ok: true; readonly fileId: string }
  | { readonly ok: false; readonly status: number; readonly reason: string };

export interface SendHandlers {
  readonly onSent: (bytes: number) => void;
  readonly onEnd: (result: SendResult) => void;
}

export interface SentUpload {
  /** Names the upload for the server: sent again, it is not stored again. */
  readonly id: string;
  readonly datasetId: string;
}

/**
 * Sends one file, and returns a function that cancels it. XMLHttpRequest, because fetch does not report how much of a
 * body has been sent.
 */
export const sendFile = (
  { id, datasetId }: SentUpload,
  file: File,
  { onSent, onEnd }: SendHandlers,
): (() => void) => {
  const request = new XMLHttpRequest();
  const form = new FormData();
  form.append('File', file, file.name);
  request.open('POST', client.url('uploadToDataset', { params: { id: datasetId } }));
  request.setRequestHeader('idempotency-key', id);
  request.upload.onprogress = ({ loaded }) => onSent(loaded);
  request.onload = () => onEnd(readUploadAnswer(request.status, request.responseText));
  request.onerror = () => onEnd(readUploadAnswer(0, ''));
  request.send(form);
  return () => request.abort();
};

/** Reads the server's answer to an upload. Status 0 stands for a connection that was cut. */
export const readUploadAnswer = (status: number, text: string): SendResult => {
  if (status >= 200 && status < 300) {
    const fileId = fileIdIn(parseJson(text));
    if (fileId) return { ok: true, fileId };
    return { ok: false, status, reason: 'the server’s answer could not be read' };
  }
  if (status === 0) return { ok: false, status, reason: 'the connection was cut; a retry stores it once' };
  const refusal = readErrorResponse(text);
  if (refusal) return { ok: false, status, reason: refusal.error.message };
  if (status === 401) return { ok: false, status, reason: 'your session has ended; sign in again' };
  if (status === 413) return { ok: false, status, reason: 'the file is larger than this server allows' };
  return { ok: false, status, reason: `the server answered ${status}` };
};

/** `{id}`, or `{ids}` where Clowder v1 answers for several files. */
const fileIdIn = (answer: unknown): string | undefined => {
  const { id, ids } = Object(answer) as Record<string, unknown>;
  if (Array.isArray(ids)) return fileIdIn(ids[0]);
  return typeof id === 'string' ? id : undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
