import { useState, type ReactNode } from 'react';

import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { TextField } from '../ui/text-field.tsx';
import { NoAnswer, type Checker } from './checker.ts';
import type { CheckChoice } from './messages.ts';
import { words } from './words.ts';

/** What is typed and ticked, whether it is used yet or not. */
export interface QuestionDraft {
  readonly key: string;
  readonly full: boolean;
  /** The day (`2026-11-22`) and the time of day (`09:30`) as of which is judged; empty for now and for the end of the day. */
  readonly day: string;
  readonly time: string;
}

export const emptyDraft: QuestionDraft = { key: '', full: false, day: '', time: '' };

export interface KeyPartProps {
  readonly helper: Checker;
  readonly draft: QuestionDraft;
  readonly onDraft: (draft: QuestionDraft) => void;
  /** The draft that is in use. */
  readonly used: QuestionDraft;
  readonly onUse: (draft: QuestionDraft, choice: Pick<CheckChoice, 'key' | 'full' | 'at'>) => void;
  /** Bundles are here, which are judged again with what is changed. */
  readonly hasBundles: boolean;
}

type Field = 'key' | 'day';

/** The key that is expected, the time as of which is judged, and how thoroughly to look. */
export function KeyPart({ helper, draft, onDraft, used, onUse, hasBundles }: KeyPartProps): ReactNode {
  const say = useWords(words);
  const [refusals, setRefusals] = useState<Partial<Record<Field, string>>>({});
  const { key, full, day, time } = draft;
  const attempt = async <Value,>(field: Field, wrong: string, act: () => Promise<Value>) => {
    try {
      return { value: await act() };
    } catch (thrown) {
      if (!(thrown instanceof NoAnswer)) throw thrown;
      setRefusals({ [field]: thrown.code === 'worker' ? say.noWorker : wrong });
      return undefined;
    }
  };
  const use = async (): Promise<void> => {
    const wanted = { ...draft, key: key.trim() };
    const moment = time === '' ? day : `${day}T${time}:00Z`;
    if (wanted.key !== '' && !(await attempt('key', say.trust.wrongKey, () => helper.checkKey(key)))) return;
    const at =
      moment === ''
        ? { value: undefined }
        : await attempt('day', say.trust.wrongDay, () => helper.readMoment(moment));
    if (at === undefined) return;
    setRefusals({});
    onDraft(wanted);
    onUse(wanted, { key: wanted.key, full, at: at.value });
  };
  const change = (part: Partial<QuestionDraft>): void => {
    setRefusals({});
    onDraft({ ...draft, ...part });
  };
  const changed = key.trim() !== used.key || full !== used.full || day !== used.day || time !== used.time;
  return (
    <form
      className="verifier-key"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) void use();
      }}
    >
      <TextField
        exact
        label={say.trust.key}
        help={say.trust.keyHelp}
        error={refusals.key}
        value={key}
        onChange={(typed) => change({ key: typed })}
      />
      <div className="verifier-dates">
        <TextField
          type="date"
          label={say.trust.asOf}
          error={refusals.day}
          value={day}
          onChange={(typed) => change({ day: typed })}
        />
        <TextField
          type="time"
          label={say.trust.asOfTime}
          value={time}
          onChange={(typed) => change({ time: typed })}
        />
      </div>
      <p className="field-help">{say.trust.asOfHelp}</p>
      <Checkbox value={full} help={say.trust.fullHelp} onChange={(ticked) => change({ full: ticked })}>
        {say.trust.full}
      </Checkbox>
      <div>
        <Button type="submit" isDisabled={!changed}>
          {hasBundles ? say.trust.again : say.trust.use}
        </Button>
      </div>
    </form>
  );
}
