import '../design/styles.ts';
import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ThemeProvider } from '../design/theme-provider.tsx';
import { prepareExample } from './example.tsx';
import { type NamedExample, namedExamples } from './examples.ts';
import styles from './gallery.module.css';

const groups = [...new Set(namedExamples.map(({ group }) => group))];

const hashOf = ({ group, name }: NamedExample): string => `#${encodeURIComponent(`${group}: ${name}`)}`;

const shown = namedExamples.find((named) => hashOf(named) === location.hash) ?? namedExamples[0];

/** Following a link loads the page anew, so that no example inherits anything from the one before. */
window.addEventListener('hashchange', () => location.reload());

const Gallery = ({ children }: { readonly children: ReactNode }) => {
  const [scheme, setScheme] = useState<'light' | 'dark'>(readScheme);
  const changeScheme = (next: 'light' | 'dark'): void => {
    sessionStorage.setItem(SCHEME_KEY, next);
    setScheme(next);
  };
  return (
    <ThemeProvider scheme={scheme}>
      <div className={styles.gallery}>
        <nav className={styles.list} aria-label="Examples">
          <SegmentedControl
            aria-label="Colour scheme"
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
            value={scheme}
            onChange={changeScheme}
          />
          {groups.map((group) => (
            <Group key={group} group={group} />
          ))}
        </nav>
        <main className={styles.example}>{children}</main>
      </div>
    </ThemeProvider>
  );
};

const SCHEME_KEY = 'gallery-color-scheme';

const readScheme = (): 'light' | 'dark' => (sessionStorage.getItem(SCHEME_KEY) === 'dark' ? 'dark' : 'light');

const Group = ({ group }: { readonly group: string }) => (
  <section>
    <h2>{group}</h2>
    <ul>
      {namedExamples
        .filter((named) => named.group === group)
        .map((named) => (
          <li key={named.name}>
            <a href={hashOf(named)} aria-current={named === shown ? 'page' : undefined}>
              {named.name}
            </a>
          </li>
        ))}
    </ul>
  </section>
);

const root = document.getElementById('root');
if (root && shown) {
  const { element } = await prepareExample(shown.example);
  createRoot(root).render(<Gallery>{element}</Gallery>);
}
