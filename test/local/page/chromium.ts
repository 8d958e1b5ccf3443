import { chromium, type Browser } from 'playwright-core';
import { installedChromium } from '../../clients/browser';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** Whether there is a browser; what needs it is skipped without. */
export const hasChromium = installedChromium() !== undefined;

/** Starts it with a fresh profile. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: installedChromium(), args: FLAGS });
}
