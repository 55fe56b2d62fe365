/** What stands in the place of a key. A second pass finds nothing more to do in it. */
const MASK = '***';

/** None of the rules can match a text without one of these: most texts are looked at once. */
const SUSPICIOUS = /key|token|secret|passw|pwd|credential|authori|bearer|basic|:\\?\/\\?\/|eyJ/i;

/** `amqp://user:password@host`: who comes in, and by what. */
const USER_INFO = /(:\\?\/\\?\/)[^\s/?#"'<>\\]*@/g;

/** Three parts in base64url of which the first is a JSON object: a signed token, ours or anybody's. */
const SIGNED_TOKEN = /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

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

const SECRET_FIELD = new RegExp(`((?:${SECRET_NAMES})(\\\\*["']?)\\s*[:=]\\s*)${VALUE}`, 'gi');

/** Clowder's `?key=`. With a colon it is any table's key, and no secret. */
const KEY_PARAMETER = new RegExp(`((?<![\\w-])key(\\\\*["']?)\\s*=\\s*)${VALUE}`, 'gi');

const AUTHORIZATION = new RegExp(
  `(authorization(\\\\*["']?)\\s*[:=]\\s*(?:(?:bearer|basic|digest|token|key)\\s+)?)${VALUE}`,
  'gi',
);

/** JSON's other values: no secrets, and not to be made into what is no JSON. */
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
    .replace(SECRET_FIELD, maskValue)
    .replace(KEY_PARAMETER, maskValue)
    .replace(AUTHORIZATION, maskValue)
    .replace(SCHEME, `$1$2${MASK}`);

/** Two are enough for whatever anybody means to say; the rest is for riddles, and they have an end too. */
const MOST_PASSES = 8;

/**
 * A text without the keys, tokens and passwords that extractors let slip into what they report: an HTTP error comes with
 * the URL that was asked for, and the key in it. All else stays as it is, byte for byte, and JSON stays JSON. What has
 * been gone over once is not changed again: where a mask lets the text around it be read as another key, that is masked
 * too.
 */
export const redactKeys = (text: string): string => {
  let redacted = text;
  for (let passes = 0; passes < MOST_PASSES && SUSPICIOUS.test(redacted); passes += 1) {
    const next = redactOnce(redacted);
    if (next === redacted) break;
    redacted = next;
  }
  return redacted;
};
