import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { app } from 'electron';

/**
 * Has this computer start the app at login, without a window, or not. A run from a checkout leaves the system alone.
 * Throws what the file system throws.
 */
export async function setStartAtLogin(wanted: boolean): Promise<void> {
  if (!app.isPackaged) return;
  if (process.platform === 'linux') await setAutostart(wanted);
  else app.setLoginItemSettings({ openAtLogin: wanted, args: ['--hidden'] });
}

/** Desktop Application Autostart Specification: a desktop entry in the user's autostart folder. */
async function setAutostart(wanted: boolean): Promise<void> {
  const { XDG_CONFIG_HOME: config, APPIMAGE: image } = process.env;
  const folder = join(
    config !== undefined && isAbsolute(config) ? config : join(homedir(), '.config'),
    'autostart',
  );
  const file = join(folder, 'evidence-vault.desktop');
  if (!wanted) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(file, autostartEntry(image ?? app.getPath('exe')));
}

/** Text of the desktop entry; the program's path is quoted as the Desktop Entry Specification asks of `Exec`. */
function autostartEntry(program: string): string {
  const quoted = program
    .replace(/[\\"`$]/gu, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Evidence Vault',
    `Exec="${quoted}" --hidden`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
