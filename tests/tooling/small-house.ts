import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '..', '..');

const toolConfigurations = [
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.tier-i.json',
  'eslint.config.js',
  '.dependency-cruiser.cjs',
  'src/base/platform.d.ts',
];

/** What a tool printed and how it ended. */
interface ToolResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** A throw-away project under the repository's own tool configurations, for files that must be refused. */
export interface SmallHouse {
  /** Runs a script of node_modules on this Node, in the small house; resolves whatever the exit code. */
  run(script: string, ...args: string[]): Promise<ToolResult>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Builds a small house in the system's temporary folder.
 *
 * @param files - text of each file, by its path inside the house
 * @param packages - 'real' links the repository's node_modules; a list puts empty stand-ins there, so that the paths
 *   of packages stay inside the house
 */
export async function buildSmallHouse(
  files: Record<string, string>,
  packages: 'real' | readonly string[] = 'real',
): Promise<SmallHouse> {
  const root = await mkdtemp(join(tmpdir(), 'evidence-vault-tooling-'));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const path of toolConfigurations) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await copyFile(join(repository, path), join(root, path));
  }
  for (const [path, text] of Object.entries(files)) await write(path, text);
  if (packages === 'real') {
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  } else {
    for (const name of packages) {
      await write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      );
      await write(`node_modules/${name}/index.js`, '');
    }
  }
  return {
    run: (script, ...args) => runNode(root, [join(repository, 'node_modules', script), ...args]),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

function runNode(cwd: string, args: string[]): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number')
        reject(new Error(`${args[0] ?? 'node'} did not run`, { cause: error }));
      else resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
