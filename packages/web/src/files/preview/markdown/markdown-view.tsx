import clsx from 'clsx';
import { createElement, type ReactNode, useMemo } from 'react';
import text from '../../../design/text.module.css';
import type { Previewed } from '../previewed.ts';
import { WithText } from '../text/with-text.tsx';
import { type MarkdownElement, type MarkdownNode, markdownTree } from './markdown-tree.ts';
import styles from './markdown-view.module.css';

/** Rendering a longer text would hold up the page. */
const MOST_BYTES = 262_144;

/** Markdown as elements. There is no HTML on the way: neither that of the text, nor one that a library writes. */
export const MarkdownView = ({ of }: { readonly of: Previewed }) => (
  <WithText of={of} mostBytes={MOST_BYTES}>
    {({ text: markdown, isWhole }) => (
      <article className={styles.markdown} aria-label={`Content of ${of.name}`}>
        <Rendered markdown={markdown} />
        {isWhole ? null : <p className={text.dimmed}>The rest is only in the source.</p>}
      </article>
    )}
  </WithText>
);

const Rendered = ({ markdown }: { readonly markdown: string }) =>
  useMemo(() => markdownTree(markdown).map(render), [markdown]);

const render = (node: MarkdownNode, key: number): ReactNode =>
  typeof node === 'string' ? node : renderElement(node, key);

const renderElement = (
  { tag, children, href, level, start, align }: MarkdownElement,
  key: number,
): ReactNode =>
  createElement(
    tag,
    {
      key,
      className: clsx(level !== undefined && styles[`level${level}`], align && styles[align]),
      ...(href !== undefined && { href, target: '_blank', rel: 'noreferrer nofollow' }),
      ...(start !== undefined && { start }),
      // The keyboard has to reach what it can scroll.
      ...((tag === 'pre' || tag === 'table') && { tabIndex: 0 }),
    },
    ...(children.length > 0 ? children.map(render) : []),
  );
