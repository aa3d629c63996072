import { itemHistory, type ItemHistory } from '../../vault/items.ts';
import { word, type Registration } from '../command.ts';
import { saySize } from '../format/numbers.ts';
import { shownValue } from '../format/shown-value.ts';
import { tableLines } from '../format/table.ts';
import { sayTime } from '../format/times.ts';

/** `history ID`: `{item, versions, events}`, oldest first. */
export const registerHistory: Registration = (program, run) => {
  program
    .command('history')
    .description('the versions of one item, and what happened to it')
    .argument('<id>', 'the item')
    .action(
      run(async (context, words) => {
        await context.reading((vault) => {
          const history = itemHistory(vault, word(words, 0));
          context.output.report({ document: history, lines: historyLines(history) });
        });
      }),
    );
};

function historyLines({ item, versions, events }: ItemHistory): string[] {
  return [
    `${item.name} (${item.id})`,
    'Versions',
    ...tableLines(
      versions.map(({ version, capturedAt, name, content, record }) => [
        `  ${version}`,
        sayTime(capturedAt),
        content === undefined ? '' : saySize(content.size),
        content === undefined ? (shownValue(record) ?? '') : content.sha256.slice(0, 16),
        name,
      ]),
    ),
    'What happened',
    ...tableLines(events.map(({ at, kind, index }) => [`  ${index}`, sayTime(at), sayEvent(kind)])),
  ];
}

const eventWords: Readonly<Record<string, string>> = {
  'item-captured': 'kept',
  'item-gone': 'gone from its source; kept here',
  'item-failed': 'could not be kept',
  'item-seen': 'seen again at its source',
  'item-returned': 'back at its source',
  'alert-raised': 'something to look at',
};

function sayEvent(kind: string): string {
  return eventWords[kind] ?? kind;
}
