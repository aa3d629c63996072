import { HardDrive, Server } from 'lucide-react';
import type { ReactNode } from 'react';

import type { CopyFound } from '../../../src/contract/methods/restore-methods.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { useLanguage } from '../../language/language.ts';
import { saySize } from '../../language/size-words.ts';
import { useWords } from '../../language/use-words.ts';
import { Row } from '../../ui/rows.tsx';
import { words } from './words.ts';

/** A second copy that was found, and what can be told of it before it is opened. */
export function CopyRow({ copy }: { readonly copy: CopyFound }): ReactNode {
  const say = useWords(words).copy;
  const language = useLanguage();
  const { name, type, files, bytes, lastCopied, problem } = copy;
  const said = [
    ...(lastCopied === undefined
      ? []
      : [fill(say.last, { when: sayDate(lastCopied, new Date(), language) })]),
    files === 0
      ? say.empty
      : fill(files === 1 ? say.holds.one : say.holds.many, {
          count: files.toLocaleString('en-GB'),
          size: saySize(bytes, language),
        }),
    ...(problem === undefined ? [] : [problem === 'format.too-new' ? say['too-new'] : say.damaged]),
  ];
  return (
    <Row icon={type === 'webdav' ? Server : HardDrive} title={<bdi>{name}</bdi>} text={said.join(' ')} />
  );
}
