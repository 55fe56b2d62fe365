/**
 * Masks keys, tokens, cookies and passwords that get into a text by accident, such as the key in the URL of an HTTP
 * error. Every text that Pawprint logs, stores of a report, or answers as an error goes through this function. All else stays unchanged, and JSON stays JSON. Redacting the result again changes nothing: if a mask makes the text around
 * it look like another key, that is masked too.
 */
export const redactKeys = (text: string): string => {
  let redacted = text;
  for (let passes = 0; passes < MAX_PASSES && SUSPICIOUS.test(redacted); passes += 1) {
    const next = redactOnce(redacted);
    if (next === redacted) break;
    redacted = next;
  }
  return redacted;
};

/** Replaces a key. No rule matches it, so a second pass does not change it. */
const MASK = '***';

/** No rule can match a text without one of these, so most texts are searched only once. */
const SUSPICIOUS =
  /key|token|secret|passw|pwd|credential|authori|bearer|basic|cookie|pawprint|:\\?\/\\?\/|eyJ/i;

/** `amqp://user:password@host`. */
const USER_INFO = /(:\\?\/\\?\/)[^\s/?#"'<>\\]*@/g;

/** Three parts in base64url of which the first is a JSON object: a signed token (JWT). */
const SIGNED_TOKEN = /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** A key that a Pawprint server made, wherever it stands. */
const PAWPRINT_KEY = /(?<![\w-])pawprint_[\w-]{43}(?![\w-])/g;

/** The cookies of a session, with their values up to the end of the cookie. */
const SESSION_COOKIE = /(pawprint\.session_[a-z]+=)[^\s;,"'\\<>]+/g;

/** Every cookie of a header, since those of a proxy in front of Pawprint open other doors. */
const COOKIES = /((?:set-)?cookie2?:[ \t]*)[^\r\n"'\\]+/gi;

const SCHEME =
  /\b(bearer|basic)(\s+)(?!(?:auth\w*|tokens?|realm|scheme|credentials?|headers?)\b)[\w.~+/=-]{6,}/gi;

/** Fields and parameters that hold a secret under any name that ends so: `api_key`, `X-API-Key`, `RABBITMQ_PASSWORD`. */
const SECRET_NAMES =
  '(?:secret|api|access|private)[-_]?key|token|password|passwd|passphrase|pwd|secret|credentials?';

const END_OF_WORD = `\\s&"'<>,;#(){}\\[\\]\\\\`;
/**
 * In quotes up to the same quote, else up to what ends a word. A double quote may also be the end of the JSON text
 * around the name: it begins a value where the name stood in such quotes itself, or where no punctuation follows.
 */
const VALUE = `(?:${[
  `(?<=(?<!\\\\)":\\s*)(")(?:[^"\\\\]|\\\\.)*`,
  `(")[^"\\\\,:{}\\[\\]]+(?=")`,
  `(')(?:[^'"\\\\]|\\\\.)*`,
  `((?:\\\\\\\\)*\\\\["'])[^"'\\\\]*`,
  `(?!(?:${SECRET_NAMES}|key)\\\\*["']?\\s*[:=])[^${END_OF_WORD}]+`,
].join('|')})`;

/**
 * All spaces before a value, never fewer. No value begins with one, so to try fewer would only take time: with the square
 * of their number, as the value looks back over them.
 */
const SPACES = '\\s*(?!\\s)';

const SECRET_FIELD = new RegExp(`((?:${SECRET_NAMES})(\\\\*["']?)\\s*[:=]${SPACES})${VALUE}`, 'gi');

/** Clowder's `?key=`. With a colon it is any table's key, and no secret. */
const KEY_PARAMETER = new RegExp(`((?<![\\w-])key(\\\\*["']?)\\s*=${SPACES})${VALUE}`, 'gi');

const AUTHORIZATION = new RegExp(
  `(authorization(\\\\*["']?)\\s*[:=]${SPACES}(?:(?:bearer|basic|digest|token|key)\\s+(?!\\s))?)${VALUE}`,
  'gi',
);

/** JSON's other values are not secret, and a mask in their place would not be valid JSON. */
const IS_LITERAL = /^(?:null|true|false|none)$/i;

type Quote = string | undefined;

const maskValue = (found: string, before: string, nameQuote: string, ...quotes: readonly Quote[]): string => {
  const quote = quotes.slice(0, 4).find((each) => each !== undefined);
  if (quote !== undefined) return `${before}${quote}${MASK}`;
  if (IS_LITERAL.test(found.slice(before.length))) return found;
  return nameQuote === '' ? `${before}${MASK}` : `${before}${nameQuote}${MASK}${nameQuote}`;
};

const redactOnce = (text: string): string =>
  text
    .replace(USER_INFO, `$1${MASK}@`)
    .replace(SIGNED_TOKEN, MASK)
    .replace(PAWPRINT_KEY, MASK)
    .replace(SESSION_COOKIE, `$1${MASK}`)
    .replace(COOKIES, `$1${MASK}`)
    .replace(SECRET_FIELD, maskValue)
    .replace(KEY_PARAMETER, maskValue)
    .replace(AUTHORIZATION, maskValue)
    .replace(SCHEME, `$1$2${MASK}`);

/** Two passes are enough for ordinary texts; the limit stops texts built to need more and more. */
const MAX_PASSES = 8;
