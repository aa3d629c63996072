import { GraduationCap, Plus, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { engine } from '../../app/engine.ts';
import { useAction } from '../../app/use-action.ts';
import { enrolmentInput, type EnrolmentInput } from '../../../src/contract/methods/course-methods.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Doubts } from './doubts.tsx';
import { Facts } from './facts.tsx';
import { StatedForm, type FormField, type Warnings } from './stated-form.tsx';
import { words } from './words.ts';

interface Enrolment {
  readonly id: string;
  readonly said: EnrolmentInput;
}

/** What the learner is enrolled on: one card for each, and a way to add one. */
export function CoursesSection({ enrolments }: { readonly enrolments: readonly Enrolment[] }): ReactNode {
  const say = useWords(words);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState(false);
  const close = (): void => {
    setAdded(true);
    setAdding(false);
  };
  const [warnings, setWarnings] = useState<Warnings>([]);
  const saved = (found: Warnings): void => {
    setWarnings(found);
    close();
  };
  return (
    <>
      {enrolments.map((one) => (
        <EnrolmentCard key={one.id} enrolment={one} />
      ))}
      <Doubts warnings={warnings} />
      {adding ? (
        <Card title={say.courses.add}>
          <EnrolmentForm said={{}} onSaved={saved} onCancel={close} />
        </Card>
      ) : enrolments.length > 0 ? (
        <div>
          <Button variant="plain" autoFocus={added} icon={Plus} onPress={() => setAdding(true)}>
            {say.courses.another}
          </Button>
        </div>
      ) : (
        <Card title={say.courses.title}>
          <Empty
            icon={GraduationCap}
            title={say.courses.none.title}
            text={say.courses.none.text}
            action={
              <Button autoFocus={added} icon={Plus} onPress={() => setAdding(true)}>
                {say.courses.add}
              </Button>
            }
          />
        </Card>
      )}
    </>
  );
}

function EnrolmentCard({ enrolment }: { readonly enrolment: Enrolment }): ReactNode {
  const say = useWords(words);
  const { plain, apprentice } = useFields();
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [warnings, setWarnings] = useState<Warnings>([]);
  const { busy, error, run } = useAction();
  const { id, said } = enrolment;
  const values = valuesOf(said);
  const title = said.qualification ?? said.programme ?? said.standard ?? say.courses.unnamed;
  const close = (): void => {
    setEdited(true);
    setEditing(false);
  };
  const saved = (found: Warnings): void => {
    setWarnings(found);
    close();
  };
  return (
    <Card
      title={title}
      aside={
        !editing && (
          <div className="course-buttons">
            <Button
              variant="plain"
              autoFocus={edited}
              label={fill(say.editLabel, { what: title })}
              onPress={() => setEditing(true)}
            >
              {say.edit}
            </Button>
            <Button
              variant="plain"
              icon={Trash2}
              label={`${say.remove}: ${title}`}
              onPress={() => setRemoving(true)}
            >
              {say.remove}
            </Button>
          </div>
        )
      }
    >
      <Doubts warnings={warnings} />
      {error !== undefined && <ErrorNote error={error} />}
      {editing ? (
        <EnrolmentForm id={id} said={said} onSaved={saved} onCancel={close} />
      ) : (
        <Facts
          empty={say.empty}
          facts={[...plain, ...apprentice].map(({ name, label }) => ({ name: label, value: values[name] }))}
        />
      )}
      <ConfirmDialog
        danger
        busy={busy}
        title={say.courses.removeTitle}
        confirm={say.remove}
        isOpen={removing}
        onClose={() => setRemoving(false)}
        onConfirm={() =>
          run(async () => {
            await engine.call('records.withdraw', { id });
            setRemoving(false);
          })
        }
      >
        <p>{say.courses.removeText}</p>
      </ConfirmDialog>
    </Card>
  );
}

interface EnrolmentFormProps {
  readonly id?: string;
  readonly said: EnrolmentInput;
  readonly onSaved: (warnings: Warnings) => void;
  readonly onCancel: () => void;
}

function EnrolmentForm({ id, said, onSaved, onCancel }: EnrolmentFormProps): ReactNode {
  const say = useWords(words);
  const { plain, apprentice } = useFields();
  return (
    <StatedForm
      fields={plain}
      more={{ title: say.courses.apprentice, fields: apprentice }}
      values={valuesOf(said)}
      onCancel={onCancel}
      onSave={async (typed) => {
        const filled = Object.entries(typed)
          .map(([name, value]) => [name, value.trim()] as const)
          .filter(([, value]) => value !== '');
        const input = enrolmentInput.parse({
          ...Object.fromEntries(filled),
          ...(id === undefined ? {} : { id }),
        });
        const { warnings } = await engine.call('enrolments.set', input);
        announce(say.saved);
        onSaved(warnings);
      }}
    />
  );
}

function useFields(): { readonly plain: readonly FormField[]; readonly apprentice: readonly FormField[] } {
  const say = useWords(words);
  const { courses } = say;
  return {
    plain: [
      { name: 'qualification', label: courses.qualification },
      { name: 'qan', label: courses.qan, help: courses.qanHelp, exact: true },
      { name: 'level', label: courses.level },
      { name: 'programme', label: courses.programme },
      { name: 'provider', label: courses.provider },
      { name: 'ukprn', label: courses.ukprn, exact: true },
      { name: 'ao', label: courses.ao, help: courses.aoHelp },
      { name: 'aoNumber', label: courses.aoNumber, exact: true },
      { name: 'registration', label: courses.registration, exact: true },
      { name: 'start', label: courses.start, help: say.dayHelp },
      { name: 'end', label: courses.end, help: say.dayHelp },
    ],
    apprentice: [
      { name: 'standard', label: courses.standard },
      { name: 'standardReference', label: courses.standardReference, exact: true },
      { name: 'assessor', label: courses.assessor },
      { name: 'epao', label: courses.epao, exact: true },
    ],
  };
}

function valuesOf({ id: _id, ...said }: EnrolmentInput): Readonly<Record<string, string>> {
  return said;
}
