import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { LoginForm } from '../routes/login.tsx';
import { AcceptInvitation } from './accept-invitation.tsx';
import { ChoosePassword } from './choose-password.tsx';
import { Register } from './register.tsx';
import { RequestPassword } from './request-password.tsx';

const over = (message: string) => new Refusal(410, 'link_over', message);

export const Invited = example(<AcceptInvitation token="t" />, {
  showInvitation: { email: 'dinh@example.org', name: 'Dinh Tran', invited_by: 'Ana Ruiz' },
  acceptInvitation: over(
    'There is an account with the e-mail dinh@example.org already. Sign in with its password.',
  ),
});

export const InvitationRevoked = example(<AcceptInvitation token="t" />, {
  showInvitation: over('This invitation was revoked. Ask Ana Ruiz for a new one.'),
});

export const InvitationLoading = example(<AcceptInvitation token="t" />, { showInvitation: PENDING });

export const NewPassword = example(<ChoosePassword token="t" />, {
  showPasswordReset: { email: 'ana@example.org', name: 'Ana Ruiz' },
  resetPassword: over('This link has expired. Ask for a new one.'),
});

export const ForgottenPassword = example(<RequestPassword />, {
  showSignInOptions: { registration: 'off', mail: true, oidc: null },
  requestPasswordReset: { mailed: true },
});

export const ForgottenPasswordWithoutMail = example(<RequestPassword />, {
  showSignInOptions: { registration: 'off', mail: false, oidc: null },
});

export const SignInWithProvider = example(<LoginForm />, {
  showSignInOptions: { registration: 'off', mail: true, oidc: { name: 'ORCID' } },
});

export const RegistrationByMail = example(<Register />, {
  showSignInOptions: { registration: 'by_mail', mail: true, oidc: null },
  register: { mailed: true },
});

export const RegistrationAtOnce = example(<Register />, {
  showSignInOptions: { registration: 'at_once', mail: false, oidc: null },
  register: { mailed: false },
  signIn: new Refusal(401, 'not_signed_in', 'Invalid email or password'),
});

export const NoRegistration = example(<Register />, {
  showSignInOptions: { registration: 'off', mail: false, oidc: null },
});
