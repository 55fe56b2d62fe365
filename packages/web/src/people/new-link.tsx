import { Button } from '@mantine/core';
import type { AccountLink } from '@pawprint/protocol';
import { CopyButton } from '../design/copy-button.tsx';
import { DialogActions } from '../design/dialog-actions.tsx';
import layout from '../design/layout.module.css';
import { Result } from '../design/result.tsx';
import { Time } from '../design/time.tsx';
import styles from './new-link.module.css';

interface NewLinkProps {
  readonly link: AccountLink;
  readonly email: string;
  readonly onClose: () => void;
}

/** A link is shown once, when it is made, and says whether it was mailed. */
export const NewLink = ({ link, email, onClose }: NewLinkProps) => (
  <div className={layout.stack}>
    <Result isWhole={link.mail !== 'failed'} takesFocus>
      <MailOutcome mail={link.mail} email={email} />
    </Result>
    <div className={layout.row}>
      <code className={styles.url}>{link.url}</code>
      <CopyButton text={link.url} what="the link" />
    </div>
    <p>
      It works once, until <Time at={link.expires_at} />. It is not shown again.
    </p>
    <DialogActions>
      <Button variant="filled" onClick={onClose}>
        Done
      </Button>
    </DialogActions>
  </div>
);

const MailOutcome = ({ mail, email }: { readonly mail: AccountLink['mail']; readonly email: string }) => {
  switch (mail) {
    case 'sent':
      return <>The link was mailed to {email}. You can pass it on yourself as well.</>;
    case 'failed':
      return <>The mail to {email} could not be sent. Copy the link, and pass it on yourself.</>;
    case 'off':
      return <>Copy the link, and pass it on to {email} yourself: this server sends no mail.</>;
  }
};
