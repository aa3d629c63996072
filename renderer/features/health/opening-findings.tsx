import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';

import { sentenceOf } from '../../../src/base/error-codes.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Card } from '../../ui/card.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import type { Findings } from './use-hurt.ts';
import { whatToDo } from './what-to-do.ts';
import { words } from './words.ts';

/** What opening the vault noticed, in words, and whether it was put right. */
export function OpeningFindings({ findings }: { readonly findings: Findings }): ReactNode {
  const say = useWords(words);
  if (findings.length === 0) return null;
  return (
    <Card flush title={say.opened.title}>
      <Rows label={say.opened.title}>
        {findings.map(({ code, file, mended }, place) => (
          <Row
            key={`${code} ${file ?? ''} ${place}`}
            icon={mended ? CircleCheck : CircleAlert}
            title={sentenceOf(code)}
            text={
              <>
                <p>{mended ? say.opened.mended : say.todo[whatToDo(code)]}</p>
                {file !== undefined && <p className="health-file">{fill(say.result.file, { file })}</p>}
              </>
            }
          />
        ))}
      </Rows>
    </Card>
  );
}
