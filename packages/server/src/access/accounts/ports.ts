import type { Instant } from '@pawprint/core';
import type { Database } from '../../store/database.ts';
import type { GuessLimit } from '../guess-limit.ts';
import type { Oidc } from '../oidc.ts';
import type { HasRight } from '../rights.ts';
import type { Mailer } from './mailer.ts';

/** What every act on accounts needs. */
export interface AccountPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly hasRight: HasRight;
  /** Null where no mail server is configured. */
  readonly mailer: Mailer | null;
  /** Of tokens in links. */
  readonly guessLimit: GuessLimit;
  /** Of requests for accounts and new passwords, right or wrong: each may send a mail. */
  readonly requestLimit: GuessLimit;
  /** The server's address for people, never that in a request, which its sender chooses. */
  readonly address: { readonly publicUrl: string };
  /** Null where no identity provider is configured. */
  readonly oidc: Oidc | null;
  readonly allowRegistration: boolean;
}
