import { fileURLToPath } from 'node:url';

const source =
  /(?:async )?([\w$#.<>\s]*?) ?\(?(file:\/\/[^)]*\/src\/[^):]*\.ts|[^()\s]*\/src\/[^():\s]*\.ts):\d+:\d+\)?$/;

/**
 * Who called, the nearest first, as far as the product's own source goes: `store/blob/shelves.ts #sync`. Calls that wait for others are followed as V8
 * follows them, through `await` and `Promise.all`.
 */
export function callers(): string[] {
  const holder: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  Error.captureStackTrace(holder, callers);
  Error.stackTraceLimit = stackTraceLimit;
  return (holder.stack ?? '').split('\n').flatMap((line) => {
    const [, name = '', at = ''] = source.exec(line.trim().replace(/^at /, '')) ?? [];
    if (at === '') return [];
    const path = at.startsWith('file:') ? fileURLToPath(at) : at;
    const file = path.slice(path.lastIndexOf('/src/') + '/src/'.length);
    return [`${file} ${name.split('.').at(-1) ?? ''}`.trim()];
  });
}
