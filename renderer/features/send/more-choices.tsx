import type { ReactNode } from 'react';

import { useEngine } from '../../app/engine.ts';
import { sayDate } from '../../language/date-words.ts';
import { fill } from '../../language/fill.ts';
import { plural } from '../../language/plural.ts';
import { saySize } from '../../language/size-words.ts';
import { useLanguage } from '../../language/language.ts';
import { useWords } from '../../language/use-words.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Details } from '../../ui/details.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { Choosing } from './export-choice.ts';
import { words } from './words.ts';

interface MoreProps {
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
}

/** How the file is made, for those who need it otherwise than usual. */
export function MoreChoices(props: MoreProps): ReactNode {
  const say = useWords(words).more;
  return (
    <Details summary={say.title} open={isAnyChosen(props.choosing)}>
      <div className="send-items">
        <GoesOnFrom {...props} />
        <Split {...props} />
        <LearnerRecord {...props} />
        <Rehearsal {...props} />
      </div>
    </Details>
  );
}

function isAnyChosen({ extends: before, split, record, rehearsal }: Choosing): boolean {
  return before !== '' || split !== undefined || record || rehearsal;
}

/** An earlier bundle that this one shows it goes on from. */
function GoesOnFrom({ choosing, onChange }: MoreProps): ReactNode {
  const say = useWords(words).more;
  const language = useLanguage();
  const asked = useEngine('bundle.earlier', {});
  if (asked.state === 'loading') return undefined;
  if (asked.state === 'error') return <ErrorNote error={asked.error} onRetry={asked.reload} />;
  const { bundles } = asked.value;
  if (bundles.length === 0) return <p className="send-soft">{say.noEarlier}</p>;
  const now = new Date();
  return (
    <SelectField
      label={say.extends}
      help={say.extendsHelp}
      value={choosing.extends}
      onChange={(id) => onChange({ ...choosing, extends: id })}
      options={[
        { id: '', label: say.extendsNone },
        ...bundles.map(({ bundle, at, items, recipients }) => ({
          id: bundle,
          label: [
            sayDate(at, now, language),
            plural(items, say.items.one, say.items.many),
            ...(recipients.length === 0 ? [] : [say.locked]),
            bundle,
          ].join(' · '),
        })),
      ]}
    />
  );
}

/** Sizes up to which e-mail and sites take files. */
const limits = [10_000_000, 25_000_000, 100_000_000, 500_000_000, 2_000_000_000];

/** Several smaller files instead of a large one. */
function Split({ choosing, onChange }: MoreProps): ReactNode {
  const say = useWords(words).more;
  return (
    <SelectField
      label={say.split}
      help={say.splitHelp}
      value={choosing.split === undefined ? '' : String(choosing.split)}
      onChange={(id) => onChange({ ...choosing, split: id === '' ? undefined : Number(id) })}
      options={[
        { id: '', label: say.splitNone },
        ...limits.map((limit) => ({ id: String(limit), label: fill(say.upTo, { size: saySize(limit) }) })),
      ]}
    />
  );
}

/** The grades once more, for systems that read nothing else. */
function LearnerRecord({ choosing, onChange }: MoreProps): ReactNode {
  const say = useWords(words).more;
  return (
    <Checkbox
      value={choosing.record}
      help={say.recordHelp}
      onChange={(record) => onChange({ ...choosing, record })}
    >
      {say.record}
    </Checkbox>
  );
}

/** The last trial of getting everything back from a copy; not asked where there was none. */
function Rehearsal({ choosing, onChange }: MoreProps): ReactNode {
  const say = useWords(words).more;
  const language = useLanguage();
  const asked = useEngine('replicas.list', {});
  if (asked.state === 'loading') return undefined;
  if (asked.state === 'error') return <ErrorNote error={asked.error} onRetry={asked.reload} />;
  const days = asked.value.copies.flatMap(({ rehearsed }) => rehearsed?.at ?? []).sort();
  const last = days.at(-1);
  if (last === undefined) return undefined;
  return (
    <Checkbox
      value={choosing.rehearsal}
      help={say.rehearsalHelp}
      onChange={(rehearsal) => onChange({ ...choosing, rehearsal })}
    >
      {fill(say.rehearsal, { day: sayDate(last, new Date(), language) })}
    </Checkbox>
  );
}
