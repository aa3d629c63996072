import { fill } from './fill.ts';

/** The sentence for one or for many, with `{count}` filled in. */
export function plural(count: number, one: string, many: string): string {
  return fill(count === 1 ? one : many, { count });
}
