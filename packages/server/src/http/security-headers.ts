import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * Sets the headers that limit what browsers do with an answer. By default the answer is no page: it loads nothing, and
 * nothing frames it. What is a page, or bytes that people uploaded, replaces the policy by another one of this file.
 *
 * @param https whether the server's address is https. Over plain http, strict transport security would lock everybody out.
 */
export const registerSecurityHeaders = async (app: FastifyInstance, https: boolean): Promise<void> => {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: https,
    crossOriginOpenerPolicy: https,
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
  });
  app.addHook('onRequest', async (_, reply) => {
    void reply.headers({ 'content-security-policy': POLICIES.data, 'permissions-policy': PERMISSIONS });
  });
};

type Directives = Readonly<Record<string, readonly string[]>>;

const SELF = "'self'";
const NONE = "'none'";

const NOTHING = {
  defaultSrc: [NONE],
  baseUri: [NONE],
  formAction: [NONE],
  frameAncestors: [NONE],
};

const policyOf = (directives: Directives): string =>
  Object.entries(directives)
    .map(([name, sources]) =>
      [name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), ...sources].join(' '),
    )
    .join('; ');

const FROM_HERE = { ...NOTHING, scriptSrc: [SELF], styleSrc: [SELF], connectSrc: [SELF] };

/** The header `content-security-policy`, by what an answer is. */
export const POLICIES = {
  data: policyOf(NOTHING),
  /** Swagger UI has its icons in addresses, makes elements of texts, and adds one <style> element. */
  apiPages: policyOf({
    ...FROM_HERE,
    styleSrc: [SELF, "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"],
    imgSrc: [SELF, 'data:'],
  }),
  /** What people and extractors upload: it runs no scripts, loads nothing, and is of no origin, whatever type it claims. */
  content: policyOf({ sandbox: [], ...NOTHING }),
};

/**
 * The policy of our page. Texts cannot become elements or scripts, even if our code should try: `trusted-types` names no
 * policy.
 *
 * @param contentOrigin where pictures, sounds and films are, if that is another origin
 */
export const pagePolicy = (contentOrigin?: string): string => {
  const content = [SELF, ...(contentOrigin === undefined ? [] : [contentOrigin])];
  return policyOf({
    ...FROM_HERE,
    // Pictures in archives, which the page unpacks.
    imgSrc: [...content, 'blob:'],
    mediaSrc: content,
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: [NONE],
  });
};

/** Of all that a browser offers to pages, ours writes to the clipboard, and shows films on the whole screen. */
const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]
  .map((name) => `${name}=()`)
  .concat('fullscreen=(self)')
  .join(', ');
