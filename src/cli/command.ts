import type { Command } from 'commander';
import { type OptionValues } from 'commander';
import { VaultError } from '../base/errors.ts';
import type { CommandContext } from './context.ts';

/** What a command does with its words and options. */
type CommandWork = (
  context: CommandContext,
  words: readonly string[],
  options: OptionValues,
) => Promise<void>;

/** Turns a command's work into commander's action; the program says how a context is made. */
export type Runner = (work: CommandWork) => (this: Command) => Promise<void>;

/** Adds a command to the program. */
export type Registration = (program: Command, run: Runner) => void;

/** A word that commander has made sure of. */
export function word(words: readonly string[], place: number): string {
  const found = words[place];
  if (found === undefined) throw new VaultError('input.usage', { problem: 'a word is missing' });
  return found;
}
