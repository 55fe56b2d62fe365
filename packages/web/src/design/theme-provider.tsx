import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';

interface ThemeProviderProps {
  /** Default: what the person has chosen, else what the system has. */
  readonly scheme?: 'light' | 'dark';
  readonly children: ReactNode;
}

/** Mantine with our theme, and without the <style> elements that it would add: the content security policy refuses them. */
export const ThemeProvider = ({ scheme, children }: ThemeProviderProps) => (
  <MantineProvider
    theme={theme}
    withCssVariables={false}
    withGlobalClasses={false}
    colorSchemeManager={colorSchemes}
    defaultColorScheme="auto"
    {...(scheme && { forceColorScheme: scheme })}
  >
    {children}
  </MantineProvider>
);

const colorSchemes = localStorageColorSchemeManager({ key: 'pawprint-color-scheme' });
