import { readFile } from 'node:fs/promises';

/** Paths of PEM files. */
export interface TlsFiles {
  /** Certificates of the authorities that may sign the broker's certificate. Default: those that Node.js knows. */
  readonly ca?: string | undefined;
  /** The client's certificate, with those between it and its authority. */
  readonly cert?: string | undefined;
  /** The private key of the client's certificate. */
  readonly key?: string | undefined;
}

interface TlsOptions {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** What is in the files. Rejects with a sentence that names the file that cannot be read. */
export const readTlsFiles = async (files: TlsFiles): Promise<TlsOptions> => {
  const read = async (what: string, path: string | undefined): Promise<Buffer | undefined> => {
    if (path === undefined) return undefined;
    return readFile(path).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The file of ${what} cannot be read: ${reason}`, { cause: error });
    });
  };
  const [ca, cert, key] = await Promise.all([
    read("the broker's authority", files.ca),
    read('the client certificate', files.cert),
    read("the client certificate's key", files.key),
  ]);
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
};

/** Then the client's certificate alone proves who connects, by SASL's mechanism EXTERNAL. */
export const namesNobody = (uri: string): boolean => {
  const { username, password } = new URL(uri);
  return username === '' && password === '';
};

/** Says whose certificate is at fault, which OpenSSL's messages leave open. */
export const explainTlsError = (error: unknown): unknown => {
  if (!(error instanceof Error && 'code' in error)) return error;
  const explanation = EXPLANATIONS[String(error.code)];
  return explanation === undefined ? error : new Error(`${explanation} (${error.message})`, { cause: error });
};

const UNKNOWN_AUTHORITY = "the broker's certificate is signed by an authority that is unknown here";
const REFUSED = 'the broker refuses the client certificate';

/** By the codes of Node.js. What begins with `ERR_SSL_` and names an alert was sent by the broker. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the broker's certificate has expired",
  CERT_NOT_YET_VALID: "the broker's certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  ERR_TLS_CERT_ALTNAME_INVALID: "the broker's certificate is for another name",
  ERR_OSSL_PEM_NO_START_LINE: 'a certificate or key is not in a PEM file',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'the client certificate and its key do not belong together',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the broker does not speak TLS at this port',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the broker requires a client certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: `${REFUSED}, whose authority it does not know`,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: `${REFUSED}, which has expired`,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: `${REFUSED}, which was revoked`,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: REFUSED,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: REFUSED,
};
