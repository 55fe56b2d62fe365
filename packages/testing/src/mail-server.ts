import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  /** For `PAWPRINT_SMTP_URL`. */
  readonly url: string;
  /** All that came, oldest first. */
  readonly mails: readonly ParsedMail[];
  /** The newest mail to this address, as soon as there are so many of them. */
  readonly mailTo: (address: string, count?: number) => Promise<ParsedMail>;
  readonly stop: () => Promise<void>;
}

/** A real SMTP server that keeps what it is sent. */
export const startMailServer = async (): Promise<MailServer> => {
  const mails: ParsedMail[] = [];
  const waiting = new Set<() => void>();
  const receive = async (stream: NodeJS.ReadableStream): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    mails.push(await simpleParser(Buffer.concat(chunks)));
    for (const look of waiting) look();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, callback) =>
      callback(password === 'secret' ? null : new Error('wrong password'), { user: username }),
    onData: (stream, _, callback) => void receive(stream).finally(callback),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    mailTo: (address, count = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = mails.filter((mail) => addressesOf(mail).includes(address));
          const newest = found.at(-1);
          if (newest === undefined || found.length < count) return;
          waiting.delete(look);
          resolve(newest);
        };
        waiting.add(look);
        look();
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const addressesOf = ({ to }: ParsedMail): (string | undefined)[] =>
  [to ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));

/** The link in a mail. */
export const linkIn = ({ text = '' }: ParsedMail): URL => {
  const link = /https?:\/\/\S+#\S+/.exec(text)?.[0];
  if (link === undefined) throw new Error(`no link in the mail: ${text}`);
  return new URL(link);
};
