import { ERROR_CODES, type ErrorCode } from '../http/error-codes.ts';
import type { ErrorResponse } from '../http/error-response.ts';

/** A refusal by the server, or the lack of an answer (`status` 0, code `unavailable`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(status: number, code: ErrorCode, message: string, details?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

const isErrorResponse = (body: unknown): body is ErrorResponse => {
  const { code, message } = Object(Object(body).error) as Record<string, unknown>;
  return typeof message === 'string' && ERROR_CODES.some((known) => known === code);
};

/** A refusal's body in our error shape; undefined where it has another one, as from a proxy. */
export const readErrorResponse = (text: string): ErrorResponse | undefined => {
  try {
    const body: unknown = JSON.parse(text);
    return isErrorResponse(body) ? body : undefined;
  } catch {
    return undefined;
  }
};

/** Proxies and Clowder v1's routes answer without our error shape: the text is kept, the code follows the status. */
const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return 'not_signed_in';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'too_many_requests';
  return status >= 500 ? 'unavailable' : 'bad_request';
};

export const apiErrorOf = async (response: Response): Promise<ApiError> => {
  const { status, statusText } = response;
  const text = await response.text();
  const refusal = readErrorResponse(text);
  if (!refusal) return new ApiError(status, codeOfStatus(status), text.slice(0, 500) || statusText);
  const { code, message, details } = refusal.error;
  return new ApiError(status, code, message, details);
};
