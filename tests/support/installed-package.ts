import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { buildCli } from '../../electron/tooling/build-cli.ts';
import { buildVerifier, builtVerifier } from '../../electron/tooling/build-verifier.ts';
import { binPath, packageFolder } from './cli.ts';

/** The package as somebody has it who installed it. */
interface InstalledPackage {
  readonly folder: string;
  /** What the command `evidence-vault` starts. */
  readonly bin: string;
  remove(): Promise<void>;
}

/** Builds the package and lays it out below a `node_modules`, from where it finds the packages that it needs. */
export async function installPackage(): Promise<InstalledPackage> {
  const cache = join(packageFolder, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const root = await mkdtemp(join(cache, 'evidence-vault-installed-'));
  const folder = join(root, 'node_modules', 'evidence-vault');
  const bin = join(folder, 'src', 'cli', 'bin.mjs');
  await mkdir(dirname(bin), { recursive: true });
  await copyFile(binPath, bin);
  await copyFile(join(packageFolder, 'package.json'), join(folder, 'package.json'));
  await buildVerifier();
  await cp(dirname(builtVerifier), join(folder, 'dist', 'verifier'), { recursive: true });
  await buildCli(folder);
  return { folder, bin, remove: () => rm(root, { recursive: true, force: true }) };
}
