/** Only a path of this site may be gone back to after signing in; anything else would be an open redirect. */
export const safeBack = (back: string | undefined): string =>
  back?.startsWith('/') && !/^\/[/\\]/.test(back) && !back.startsWith('/login') ? back : '/';
