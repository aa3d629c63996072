import { execFile } from 'node:child_process';

/** Asks the desktop's message bus by `gdbus`, where there is one. @returns what it printed; undefined if nobody answered */
export function askBus(
  bus: 'session' | 'system',
  question: { to: string; path: string; method: string; with: readonly string[] },
): Promise<string | undefined> {
  if (process.platform !== 'linux') return Promise.resolve(undefined);
  const { to, path, method } = question;
  return new Promise((resolve) => {
    execFile(
      'gdbus',
      ['call', `--${bus}`, '--dest', to, '--object-path', path, '--method', method, ...question.with],
      { timeout: 2000 },
      (error, printed) => {
        resolve(error === null ? printed : undefined);
      },
    );
  });
}
