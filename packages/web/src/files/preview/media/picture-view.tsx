import type { Previewed } from '../previewed.ts';
import styles from './picture-view.module.css';

export const PictureView = ({ of: { url, name } }: { readonly of: Previewed }) => (
  <figure className={styles.picture}>
    <img src={url ?? undefined} alt={name} />
  </figure>
);
