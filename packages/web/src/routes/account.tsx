import clsx from 'clsx';
import { KeysPanel } from '../account/keys-panel.tsx';
import { PasswordPanel } from '../account/password-panel.tsx';
import { ProviderPanel } from '../account/provider-panel.tsx';
import { SessionsPanel } from '../account/sessions-panel.tsx';
import layout from '../design/layout.module.css';
import { PageHead } from '../design/page-head.tsx';
import text from '../design/text.module.css';
import { WatchesPanel } from '../notifications/watches-panel.tsx';
import { WebhooksPanel } from '../notifications/webhooks-panel.tsx';
import { useMe } from '../session/session.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import styles from './account.module.css';

export const AccountPage = () => {
  usePageTitle('Account');
  const me = useMe();
  return (
    <>
      <PageHead>
        <h1>Account</h1>
        {me ? <p className={text.dimmed}>{`${me.name}, ${me.email}`}</p> : null}
      </PageHead>
      <div className={clsx(layout.stack, styles.panels)}>
        <KeysPanel />
        <WatchesPanel />
        <WebhooksPanel />
        <SessionsPanel />
        <PasswordPanel />
        <ProviderPanel />
      </div>
    </>
  );
};
