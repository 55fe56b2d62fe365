import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { callWithTimeLimit } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import type { DeliveryAnswer } from '../model/delivery.ts';
import { isPublicAddress } from './public-address.ts';

export interface WebhookCall {
  readonly url: string;
  /** The same for each attempt, so that the receiver knows what it has. */
  readonly id: string;
  readonly body: string;
  /** `whsec_…` */
  readonly secret: string;
}

interface CallOptions {
  readonly now: Instant;
  /** Whether addresses of this machine and of private networks are called. */
  readonly allowPrivate: boolean;
  /** Default: 10 s. */
  readonly limitMs?: number;
}

const LIMIT_MS = 10_000;

/** Of an answer, so much is kept. */
const ANSWER_LENGTH = 500;

/** Calls a webhook once, and follows no redirect. Answers why where no answer came. */
export const callWebhook = async (
  call: WebhookCall,
  { now, allowPrivate, limitMs = LIMIT_MS }: CallOptions,
): Promise<DeliveryAnswer> => {
  try {
    return await callWithTimeLimit((signal) => post(call, now, allowPrivate, signal), { limitMs });
  } catch (error) {
    return { status: null, text: error instanceof Error ? error.message : String(error) };
  }
};

/** The headers of Standard Webhooks. */
export const signedHeaders = ({ id, body, secret }: WebhookCall, now: Instant) => {
  const timestamp = String(Math.floor(now / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
};

const post = async (
  call: WebhookCall,
  now: Instant,
  allowPrivate: boolean,
  signal: AbortSignal,
): Promise<DeliveryAnswer> => {
  const url = new URL(call.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // What is an address already is not looked up.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddressError(host);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(call.body),
          'user-agent': 'Pawprint',
          ...signedHeaders(call, now),
        },
        // No connection is kept: it would lead to an address that was checked for an earlier call.
        agent: false,
        ...(allowPrivate ? {} : { lookup: lookupPublic }),
        signal,
      },
      (response) => {
        readBeginning(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
      },
    );
    sent.once('error', reject);
    sent.end(call.body);
  });
};

class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';

  constructor(address: string) {
    super(
      `${address} is an address of this machine or of a private network, which this server does not call.`,
    );
  }
}

/**
 * The connection is made to the addresses that were checked here. A name that leads elsewhere when it is looked up again
 * gains nothing.
 */
const lookupPublic: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, []);
    const hidden = found.find(({ address }) => !isPublicAddress(address));
    const [first] = found;
    if (hidden !== undefined || first === undefined)
      return callback(new PrivateAddressError(hidden?.address ?? hostname), []);
    return options.all ? callback(null, found) : callback(null, first.address, first.family);
  });

const readBeginning = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length >= ANSWER_LENGTH) break;
  }
  return text.slice(0, ANSWER_LENGTH);
};
