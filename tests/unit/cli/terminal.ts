import { PassThrough } from 'node:stream';
import type { Surroundings } from '../../../src/cli/surroundings.ts';

/** A terminal's input that remembers whether it was set to hide what is typed. */
export class Terminal extends PassThrough {
  readonly isTTY = true;
  readonly raw: boolean[] = [];

  setRawMode(on: boolean): this {
    this.raw.push(on);
    return this;
  }
}

export function surroundingsOf(some: Partial<Surroundings>): Surroundings {
  return {
    env: {},
    callerFolder: '/nowhere',
    homeFolder: '/nowhere',
    platform: 'linux',
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    ...some,
  };
}
