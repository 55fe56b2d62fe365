const BROWSERS: readonly (readonly [string, RegExp])[] = [
  ['Edge', /\bEdg/],
  ['Opera', /\bOPR\//],
  ['Firefox', /\bFirefox\//],
  ['Chrome', /\b(?:Headless)?Chrom(?:e|ium)\//],
  ['Safari', /\bSafari\//],
];

const SYSTEMS: readonly (readonly [string, RegExp])[] = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux|X11/],
];

/** "Firefox on Linux", as far as the browser says so. The order counts, since browsers name others too. */
export const browserName = (userAgent: string): string => {
  const [browser] = BROWSERS.find(([, pattern]) => pattern.test(userAgent)) ?? ['Unknown browser'];
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent));
  return system ? `${browser} on ${system[0]}` : browser;
};
