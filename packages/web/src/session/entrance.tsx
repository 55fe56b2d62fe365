import { Button, PasswordInput, TextInput, type TextInputProps } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Icon } from '../design/icon.tsx';
import { Panel } from '../design/panel.tsx';
import styles from './entrance.module.css';

interface EntranceProps {
  readonly children: ReactNode;
  /** Below the form. */
  readonly hint?: ReactNode;
}

/** The frame of the pages by which people get in: to sign in, for an account, for a new password. */
export const Entrance = ({ children, hint }: EntranceProps) => (
  <div className={styles.page}>
    <p className={styles.brand}>
      <Icon name="paw" />
      Pawprint
    </p>
    {children}
    {hint ? <p className={styles.hint}>{hint}</p> : null}
  </div>
);

interface EntranceFormProps {
  readonly title: string;
  /** Why it failed; null if it did not. */
  readonly error: string | null;
  /** What the button does, and its label while the request runs. */
  readonly act: readonly [act: string, acting: string];
  readonly acting: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
  /** Another way to the same, below the button. */
  readonly alternative?: ReactNode;
  /** Below the buttons. */
  readonly links?: ReactNode;
}

export const EntranceForm = ({ title, error, act: [act, doing], acting, ...props }: EntranceFormProps) => {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!acting) props.onSubmit();
  };
  return (
    <Panel>
      <form className={styles.form} onSubmit={submit}>
        <h1>{title}</h1>
        {error === null ? null : (
          <p className={styles.error} role="alert">
            <Icon name="failed" />
            {error}
          </p>
        )}
        {props.children}
        <Button type="submit" variant="filled" fullWidth aria-disabled={acting}>
          {acting ? doing : act}
        </Button>
        {props.alternative ? (
          <>
            <p className={styles.or}>or</p>
            {props.alternative}
          </>
        ) : null}
        {props.links ? <div className={styles.links}>{props.links}</div> : null}
      </form>
    </Panel>
  );
};

interface EntranceNoteProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly links?: ReactNode;
}

/** In place of a form: what was done, or why nothing can be done here. The focus moves to its title. */
export const EntranceNote = ({ title, children, links }: EntranceNoteProps) => (
  <Panel>
    <div className={styles.form}>
      <h1 tabIndex={-1} ref={focusOnce}>
        {title}
      </h1>
      {children}
      {links ? <div className={styles.links}>{links}</div> : null}
    </div>
  </Panel>
);

/** A ref of the same identity in every render, so that React calls it only when the element appears. */
const focusOnce = (element: HTMLElement | null): void => element?.focus();

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The page opens with the focus in this field. */
  readonly focused?: boolean;
}

export const EmailField = ({
  value,
  onChange,
  focused = false,
  ...rest
}: FieldProps & Pick<TextInputProps, 'autoComplete'>) => (
  <TextInput
    label="E-mail"
    type="email"
    autoComplete="username"
    {...rest}
    required
    withAsterisk={false}
    maxLength={254}
    ref={focused ? focusOnce : undefined}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

export const NameField = ({ value, onChange, focused = false }: FieldProps) => (
  <TextInput
    label="Name"
    description="As others see it."
    autoComplete="name"
    required
    withAsterisk={false}
    maxLength={100}
    ref={focused ? focusOnce : undefined}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

/** The server's limits. */
const SHORTEST = 8;
const LONGEST = 128;

/** The browser says where it is too short, before anything is sent. */
export const NewPasswordField = ({ value, onChange, focused = false }: FieldProps) => (
  <PasswordInput
    label="New password"
    description={`At least ${SHORTEST} characters.`}
    autoComplete="new-password"
    required
    withAsterisk={false}
    minLength={SHORTEST}
    maxLength={LONGEST}
    ref={focused ? focusOnce : undefined}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
  />
);
