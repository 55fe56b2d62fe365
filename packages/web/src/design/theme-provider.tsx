import {
  localStorageColorSchemeManager,
  MantineContext,
  MantineThemeProvider,
  useProviderColorScheme,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';

interface ThemeProviderProps {
  /** Default: what the person has chosen, else what the system has. */
  readonly scheme?: 'light' | 'dark';
  readonly children: ReactNode;
}

/**
 * What MantineProvider does, without the code for the <style> elements that it would add: the content security policy
 * refuses them, and tokens.css has what would stand in them.
 */
export const ThemeProvider = ({ scheme, children }: ThemeProviderProps) => {
  const colorScheme = useProviderColorScheme({
    manager: colorSchemes,
    defaultColorScheme: 'auto',
    getRootElement,
    forceColorScheme: scheme,
  });
  return (
    <MantineContext value={{ ...SETTINGS, ...colorScheme }}>
      <MantineThemeProvider theme={theme}>{children}</MantineThemeProvider>
    </MantineContext>
  );
};

const colorSchemes = localStorageColorSchemeManager({ key: 'pawprint-color-scheme' });

const getRootElement = (): HTMLElement => document.documentElement;

const SETTINGS = {
  getRootElement,
  classNamesPrefix: 'mantine',
  cssVariablesSelector: ':root',
  withStaticClasses: true,
};
