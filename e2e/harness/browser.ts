import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { installedBrowser } from './chromium.ts';

export type { Browser };

/**
 * Starts the browser. The flags are ours: the package's own switch off the same-origin policy and site isolation,
 * and a journey that passes without them proves nothing. Names other than the product's own address lead nowhere.
 */
export async function startBrowser(): Promise<{ browser: Browser; stop(): Promise<void> }> {
  const { executable, env } = await installedBrowser();
  const home = mkdtempSync(join(tmpdir(), 'linli-browser-'));
  mkdirSync(join(home, 'config'));
  const browser = await chromium.launch({
    executablePath: executable,
    // The journeys read only our own pages, and containers and root have no user namespaces to build a sandbox from.
    chromiumSandbox: false,
    env: { ...definedEnv(), ...env, HOME: home, XDG_CONFIG_HOME: join(home, 'config') },
    args: [
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
  return {
    browser,
    async stop() {
      await browser.close();
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
