import { useRouterState } from '@tanstack/react-router';
import { AcceptInvitation } from '../session/accept-invitation.tsx';
import { ChoosePassword } from '../session/choose-password.tsx';
import { Register } from '../session/register.tsx';
import { RequestPassword } from '../session/request-password.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';

/** The token of the link by which the page was opened. Another link in the same window begins anew. */
const useToken = (): string => useRouterState({ select: ({ location }) => location.hash });

export const InvitationPage = () => {
  usePageTitle('Invitation');
  const token = useToken();
  return (
    <main>
      <AcceptInvitation key={token} token={token} />
    </main>
  );
};

export const NewPasswordPage = () => {
  usePageTitle('New password');
  const token = useToken();
  return (
    <main>
      <ChoosePassword key={token} token={token} />
    </main>
  );
};

export const ForgottenPasswordPage = () => {
  usePageTitle('Forgotten password');
  return (
    <main>
      <RequestPassword />
    </main>
  );
};

export const RegisterPage = () => {
  usePageTitle('Create an account');
  return (
    <main>
      <Register />
    </main>
  );
};
