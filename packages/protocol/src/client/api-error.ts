import { type ErrorCode, ErrorResponse } from '../http/error-response.ts';

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

/** Proxies and Clowder v1's routes answer without our error shape: the text is kept, the code follows the status. */
const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return 'not_signed_in';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'too_many_requests';
  return status >= 500 ? 'unavailable' : 'bad_request';
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const apiErrorOf = async (response: Response): Promise<ApiError> => {
  const text = await response.text();
  const parsed = ErrorResponse.safeParse(parseJson(text));
  if (!parsed.success)
    return new ApiError(
      response.status,
      codeOfStatus(response.status),
      text.slice(0, 500) || response.statusText,
    );
  const { code, message, details } = parsed.data.error;
  return new ApiError(response.status, code, message, details);
};
