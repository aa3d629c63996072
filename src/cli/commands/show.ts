import { showItem, type ShownItem } from '../../vault/items.ts';
import { seenOutside, type SeenVersion } from '../../vault/seen-outside.ts';
import { word, type Registration } from '../command.ts';
import { sayPlace } from '../format/place-words.ts';
import { seenLines } from '../format/dates-lines.ts';
import { saySize } from '../format/numbers.ts';
import { recordLines } from '../format/record-lines.ts';
import { sayTime } from '../format/times.ts';
import { listedLines } from './list.ts';

/** `show ID`: the item with its latest record, where it came from, its parts, mappings and notes. */
export const registerShow: Registration = (program, run) => {
  program
    .command('show')
    .description('everything that is known of one item')
    .argument('<id>', 'the item')
    .action(
      run(async (context, words) => {
        await context.reading(async (vault) => {
          const item = showItem(vault, word(words, 0));
          const seen = await seenOutside(vault, item.id);
          context.output.report({ document: { ...item, seen }, lines: shownLines(item, seen) });
        });
      }),
    );
};

function shownLines(item: ShownItem, seen: readonly SeenVersion[]): string[] {
  const { latest, size, sha256, mediaType, attempt, gone, failed, flags } = item;
  return [
    item.name,
    `  ${item.id}, ${item.kind}${attempt === undefined ? '' : `, attempt ${attempt}`}`,
    latest === undefined
      ? '  Not kept yet'
      : `  Kept on ${sayTime(latest.capturedAt)}, version ${item.versions}`,
    ...seenLines(seen),
    ...(size === undefined ? [] : [`  ${saySize(size)}${mediaType === undefined ? '' : `, ${mediaType}`}`]),
    ...(flags === undefined
      ? []
      : [`  Marked: ${flags.join(', ')}; exports leave it out unless you tick it`]),
    ...(gone === undefined ? [] : [`  Gone from its source since ${sayTime(gone)}; kept here`]),
    ...(failed === undefined
      ? []
      : [`  Last tried on ${sayTime(failed.at)}: ${failed.message} [${failed.code}]`]),
    ...section(
      'Evidence for',
      item.mappings.map(
        ({ id, unit, criterion, at }) =>
          `  ${id}  ${unit}${criterion === undefined ? '' : `/${criterion}`}${at === undefined ? '' : `, ${sayPlace(at)}`}`,
      ),
    ),
    ...section(
      'Your notes',
      item.notes.map(({ id, text, at }) => `  ${id}  ${sayTime(at)}: ${text}`),
    ),
    ...section(
      'What belongs to it',
      listedLines(item.parts).map((line) => `  ${line}`),
    ),
    ...(latest === undefined ? [] : ['What was recorded', ...recordLines(latest.record)]),
    'Details',
    `  Source: ${item.source}`,
    `  Key at the source: ${item.key}`,
    ...(sha256 === undefined ? [] : [`  SHA-256: ${sha256}`]),
    ...searchLines(item.readForSearch),
    ...(latest === undefined
      ? []
      : [`  Place in the history: ${latest.index} of log ${latest.log}`, `  Leaf: ${latest.leafHash}`]),
  ];
}

/** What cannot be found by its words is said; that the rest can be found needs no words. */
function searchLines(read: ShownItem['readForSearch']): string[] {
  if (read?.problem === undefined) return [];
  return [`  Search: ${read.problem.message} [${read.problem.code}]`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}
