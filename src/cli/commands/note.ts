import { VaultError } from '../../base/errors.ts';
import { addNote } from '../../vault/statements.ts';
import { word, type Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';

/** No note is longer than a book. */
const longest = 1_000_000;

/** `note ITEM TEXT…`: `{ok, id, record, warnings}`. Without words the note is read from standard input. */
export const registerNote: Registration = (program, run) => {
  program
    .command('note')
    .description('keep your own words about an item')
    .argument('<item>', 'the item')
    .argument('[text...]', 'your words; else they are read from standard input')
    .action(
      run(async (context, words) => {
        const given = words.slice(1).join(' ');
        const text = given === '' ? await readNote(context) : given;
        if (text.trim() === '') throw new VaultError('input.nothing-chosen');
        await context.writing(async (vault) => {
          const stated = await addNote(vault, word(words, 0), text);
          context.output.report({
            document: { ok: true, ...stated },
            lines: [`Your note is kept: ${stated.id}`],
          });
        });
      }),
    );
};

async function readNote(context: CommandContext): Promise<string> {
  const { stdin } = context.surroundings;
  if (stdin.isTTY === true) throw new VaultError('input.usage', { problem: 'the note has no words' });
  stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of stdin) {
    text += chunk.toString();
    if (text.length > longest) throw new VaultError('input.usage', { problem: 'the note is too long' });
  }
  return text;
}
