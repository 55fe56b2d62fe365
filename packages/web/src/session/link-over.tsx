import { Link } from '@tanstack/react-router';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Entrance, EntranceNote } from './entrance.tsx';

/** A link that does nothing any more. The server says why, and what to do. */
export const LinkOver = ({ message }: { readonly message: string }) => (
  <Entrance>
    <EntranceNote title="This link cannot be used" links={<SignInLink />}>
      <p>{message}</p>
    </EntranceNote>
  </Entrance>
);

export const LoadingEntrance = () => (
  <Entrance>
    <Panel>
      <LoadingRows what="the link" rows={3} />
    </Panel>
  </Entrance>
);

export const SignInLink = () => (
  <Link to="/login" className={text.link}>
    Sign in
  </Link>
);
