import { z } from 'zod';

declare module 'zod' {
  interface GlobalMeta {
    /** What a value must be; it completes “expected is …”. */
    expected?: string;
    /** Its value is never printed. */
    secret?: boolean;
  }
}

export const wholeNumber = (min: number, max: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max));

export const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

export const webAddress = z
  .url({ protocol: /^https?$/ })
  .refine((value) => /^[^:]+:\/\/[^/?#@]+\/?$/.test(value))
  .transform((value) => new URL(value).origin);

export const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])));

/** `name@host`, or `Name <name@host>`. */
export const mailFrom = z
  .string()
  .regex(/^[^<>"\r\n]*$|^[^<>"\r\n]+<[^<>\r\n]+>$/)
  .refine((text) => z.email().safeParse(/<(.+)>$/.exec(text)?.[1] ?? text).success);
