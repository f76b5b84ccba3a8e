import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A browser on disk, with the environment it has to be started in. */
export interface InstalledBrowser {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

const cache = fileURLToPath(new URL('../../.cache', import.meta.url));
const resolve = createRequire(import.meta.url).resolve;

/**
 * The browser of the journeys: `LINLI_BROWSER` if set, else the Chromium that npm brought, unpacked once per
 * version into the checkout's cache. Not into the system's temporary folder, where the package itself would put
 * it: that folder is shared between accounts, often emptied, and sometimes mounted noexec.
 */
export async function installedBrowser(): Promise<InstalledBrowser> {
  const fonts = await fontConfiguration();
  const given = process.env.LINLI_BROWSER;
  if (given) return { executable: given, env: { FONTCONFIG_FILE: fonts } };
  const home = await unpacked();
  const libraries = [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return {
    executable: join(home, 'chromium'),
    env: { FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: libraries },
  };
}

async function unpacked(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('npm brings no browser for this machine: name an installed Chromium in LINLI_BROWSER');
  }
  const packed = join(dirname(resolve('@sparticuz/chromium')), '..', 'bin');
  const home = join(cache, `chromium-${await versionOf(packed)}`);
  if (existsSync(home)) return home;

  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, 'chromium-partial-'));
  try {
    await inflateInto(partial, packed);
    // mkdtemp's folder is for one account; a checkout may be used by several.
    await chmod(partial, 0o755);
    await chmod(join(partial, 'chromium'), 0o755);
    await rename(partial, home);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another worker may have been first; then its browser is as good as ours.
    if (!existsSync(home)) throw error;
  }
  return home;
}

async function versionOf(packed: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packed, '..', 'package.json'), 'utf8'));
  const version = (manifest as { version?: unknown }).version;
  if (typeof version !== 'string') throw new Error('the browser package names no version');
  return version;
}

// The package unpacks into os.tmpdir() and nowhere else, hence a process of its own with its own TMPDIR.
async function inflateInto(folder: string, packed: string): Promise<void> {
  const script = `import { inflate } from ${JSON.stringify(import.meta.resolve('@sparticuz/chromium'))};
    for (const name of ['chromium.br', 'al2023.tar.br']) await inflate(${JSON.stringify(packed)} + '/' + name);`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: folder },
  });
}

/** A fontconfig file that knows only the fonts from npm, so that a page looks the same on every machine. */
async function fontConfiguration(): Promise<string> {
  const fonts = dirname(resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const weights = ['400Regular', '500Medium', '600SemiBold', '700Bold'];
  const file = join(cache, 'fonts.conf');
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${weights.map((weight) => `  <dir>${join(fonts, weight)}</dir>`).join('\n')}
  <cachedir>${join(cache, 'fontconfig')}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
`;
  await mkdir(cache, { recursive: true });
  if (!existsSync(file) || (await readFile(file, 'utf8')) !== text) {
    const partial = `${file}.${process.pid}`;
    await writeFile(partial, text);
    await rename(partial, file);
  }
  return file;
}
