export type Check = { readonly ok: true } | { readonly ok: false; readonly reason: string };
