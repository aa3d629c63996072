import { spawn } from 'node:child_process';

/** What a program of the system said while it failed. */
export class ProgramFailed extends Error {
  override name = 'ProgramFailed';
}

/**
 * Runs a program to its end and gives its standard output.
 * @param options.limit milliseconds after which it is ended
 * @throws {ProgramFailed} if it cannot be started, fails, or is ended
 */
export async function run(
  program: string,
  parameters: readonly string[],
  options: { env?: NodeJS.ProcessEnv; limit?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.limit !== undefined && { timeout: options.limit }),
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (cause) => {
      reject(new ProgramFailed(`${program} could not be started`, { cause }));
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(output).toString());
      else
        reject(
          new ProgramFailed(
            `${program} ended with ${code ?? signal ?? '?'}: ${Buffer.concat([...errors, ...output])
              .toString()
              .trim()
              .slice(-4000)}`,
          ),
        );
    });
  });
}
