/** Whether a part of the server is ready, or why not. */
export type Check = { readonly ok: true } | { readonly ok: false; readonly reason: string };
