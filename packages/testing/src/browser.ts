import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/** Debian's Chromium; the flags keep it from asking anything outside for updates. */
export const CHROMIUM: LaunchOptions = {
  executablePath: process.env['PAWPRINT_CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export const launchBrowser = (): Promise<Browser> => chromium.launch(CHROMIUM);
