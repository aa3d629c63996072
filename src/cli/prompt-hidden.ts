import { VaultError } from '../base/errors.ts';
import type { HiddenInput, TextStream } from './streams.ts';

const enter = new Set(['\r', '\n']);
const backspace = new Set(['\b', '\u007f']);
const interrupt = '\u0003';
const endOfInput = '\u0004';
const clearLine = '\u0015';
/** Arrow and function keys send several characters, which belong to no passphrase. */
const escape = '\u001b';

/** True if somebody sits at a terminal and can be asked. */
export function canPrompt(input: HiddenInput): input is HiddenInput & { setRawMode(on: boolean): unknown } {
  return input.isTTY === true && input.setRawMode !== undefined;
}

/**
 * Asks for one line on the terminal and shows nothing of what is typed.
 * Throws `internal.cancelled` on Ctrl-C, or when the input ends before the line does.
 */
export async function promptHidden(
  input: HiddenInput & { setRawMode(on: boolean): unknown },
  output: TextStream,
  question: string,
): Promise<string> {
  output.write(`${question} `);
  input.setRawMode(true);
  input.resume();
  input.setEncoding('utf8');
  try {
    return await readLine(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}

function readLine(input: HiddenInput): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const stop = (): void => {
      input.removeListener('data', onData);
      input.removeListener('end', onEnd);
    };
    const cancel = (): void => {
      stop();
      reject(new VaultError('internal.cancelled'));
    };
    const onEnd = cancel;
    const onData = (chunk: string | Buffer): void => {
      const characters = Array.from(chunk.toString());
      if (characters[0] === escape) return;
      for (const [place, character] of characters.entries()) {
        if (character === interrupt || (character === endOfInput && typed.length === 0)) {
          cancel();
          return;
        }
        if (enter.has(character)) {
          stop();
          // What was pasted beyond the line answers the next question.
          const rest = characters.slice(place + 1).join('');
          if (rest !== '') input.unshift(rest);
          resolve(typed.join(''));
          return;
        }
        if (backspace.has(character)) typed.pop();
        else if (character === clearLine) typed = [];
        else if (character >= ' ') typed.push(character);
      }
    };
    input.on('data', onData);
    input.on('end', onEnd);
  });
}
