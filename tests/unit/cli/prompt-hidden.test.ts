import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { promptHidden } from '../../../src/cli/prompt-hidden.ts';
import { Secrets } from '../../../src/cli/secrets.ts';
import { surroundingsOf, Terminal } from './terminal.ts';

async function ask(
  ...typed: readonly string[]
): Promise<{ answer: string; terminal: Terminal; shown: string }> {
  const terminal = new Terminal();
  const output = new PassThrough();
  const answer = promptHidden(terminal, output, 'Passphrase:');
  for (const text of typed) terminal.write(text);
  return { answer: await answer, terminal, shown: String(output.read()) };
}

describe('the hidden prompt', () => {
  it('shows the question and nothing of the answer', async () => {
    const { answer, shown } = await ask('seven ', 'lanterns\r');
    expect(answer).toBe('seven lanterns');
    expect(shown).toBe('Passphrase: \n');
  });

  it('gives the terminal back as it was', async () => {
    const { terminal } = await ask('x\n');
    expect(terminal.raw).toEqual([true, false]);
  });

  it('lets people take letters back, whole letters at a time, and the line', async () => {
    expect((await ask('wrong\u0015a👩b\u007f\u007fc\r')).answer).toBe('ac');
  });

  it('does not take arrow keys for letters', async () => {
    expect((await ask('ab', '\u001b[D', 'c\r')).answer).toBe('abc');
  });

  it('keeps accents and other writings', async () => {
    expect((await ask('Zoë 日本語\r')).answer).toBe('Zoë 日本語');
  });

  it('stops on Ctrl-C, and gives the terminal back', async () => {
    const terminal = new Terminal();
    const answer = promptHidden(terminal, new PassThrough(), 'Passphrase:');
    terminal.write('half\u0003');
    await expect(answer).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect(terminal.raw).toEqual([true, false]);
  });

  it('stops when the terminal closes', async () => {
    const terminal = new Terminal();
    const answer = promptHidden(terminal, new PassThrough(), 'Passphrase:');
    terminal.end();
    await expect(answer).rejects.toMatchObject({ code: 'internal.cancelled' });
  });
});

describe('secrets', () => {
  it('asks for a new passphrase twice, also when both lines are pasted at once', async () => {
    const terminal = new Terminal();
    const secrets = new Secrets(surroundingsOf({ stdin: terminal }), undefined);
    const chosen = secrets.firstPassphrase();
    terminal.write('seven lanterns\rseven lanterns\r');
    expect(await chosen).toBe('seven lanterns');
  });

  it('refuses two that differ', async () => {
    const terminal = new Terminal();
    const secrets = new Secrets(surroundingsOf({ stdin: terminal }), undefined);
    const chosen = secrets.newPassphrase();
    terminal.write('one lantern\rtwo lanterns\r');
    await expect(chosen).rejects.toMatchObject({ code: 'input.usage' });
  });

  it('never asks where there is no terminal', async () => {
    const secrets = new Secrets(surroundingsOf({ stdin: new PassThrough() }), undefined);
    await expect(secrets.passphrase()).rejects.toMatchObject({ code: 'input.passphrase-missing' });
    await expect(secrets.sourceSecret('password')).rejects.toMatchObject({ code: 'input.secret-missing' });
  });
});
