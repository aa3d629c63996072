import { FileBadge } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { nameTaken, type PolicyList } from '../../src/verify/policy-lists.ts';
import type { ShownTrusted } from '../../src/verify/show-policy.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { NoAnswer } from './checker.ts';
import { ChooseFiles } from '../ui/choose-files.tsx';
import type { PolicyEdit, TypedTerms } from './messages.ts';
import { policyWords } from './policy-words.ts';
import { words } from './words.ts';

export interface TrustedDialogProps {
  readonly list: PolicyList;
  readonly title: string;
  /** Whose terms are changed; `new` to add somebody; undefined while it is shut. */
  readonly edited: ShownTrusted | 'new' | undefined;
  readonly onClose: () => void;
  readonly onChange: (edit: PolicyEdit) => Promise<void>;
}

/** Adds somebody whom a policy trusts, or changes for how long. */
export function TrustedDialog({ edited, title, onClose, ...rest }: TrustedDialogProps): ReactNode {
  const say = useWords(policyWords);
  const form = useId();
  return (
    <Dialog
      title={title}
      isOpen={edited !== undefined}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say.form.cancel}</Button>
          <Button variant="primary" type="submit" form={form}>
            {edited === 'new' ? say.form.add : say.form.keep}
          </Button>
        </>
      }
    >
      {edited !== undefined && <TrustedForm {...rest} id={form} edited={edited} onClose={onClose} />}
    </Dialog>
  );
}

interface TrustedFormProps extends Omit<TrustedDialogProps, 'title'> {
  readonly id: string;
  readonly edited: ShownTrusted | 'new';
}

type ListByFile = keyof (typeof policyWords)['en']['form']['file'];
type ListByKey = keyof (typeof policyWords)['en']['form']['key'];

const certificateTypes = '.crt,.cer,.der,.pem,application/x-x509-ca-cert,application/pkix-cert';

/** Somebody is added by a file. */
function hasFile(list: PolicyList): list is ListByFile {
  return list === 'authorities' || list === 'cardSigners';
}

/** Somebody is added by a key. */
function hasKey(list: PolicyList): list is ListByKey {
  return list !== 'authorities';
}

const noTerms: TypedTerms = { name: '', from: '', until: '', compromisedFrom: '', rules: '' };

function TrustedForm({ id, list, edited, onClose, onChange }: TrustedFormProps): ReactNode {
  const { form: say } = useWords(policyWords);
  const sayPage = useWords(words);
  const [typed, setTyped] = useState(edited === 'new' ? noTerms : typedTerms(edited));
  const [key, setKey] = useState('');
  const [file, setFile] = useState<File>();
  const [refusal, setRefusal] = useState<string>();
  const change = (part: Partial<TypedTerms>): void => {
    setRefusal(undefined);
    setTyped({ ...typed, ...part });
  };
  const keep = async (): Promise<void> => {
    if (edited === 'new' && file === undefined && key.trim() === '') {
      setRefusal(hasFile(list) ? say.file[list].missing : hasKey(list) ? say.key[list].wrong : '');
      return;
    }
    try {
      await onChange(
        edited === 'new'
          ? { do: 'add', list, file: file && (await readWhole(file)), fields: { key }, terms: typed }
          : { do: 'terms', list, at: edited.at, terms: typed },
      );
      onClose();
    } catch (thrown) {
      if (thrown instanceof DOMException) setRefusal(sayPage.trust.unreadable);
      else if (!(thrown instanceof NoAnswer)) throw thrown;
      else if (thrown.code === 'worker') setRefusal(sayPage.noWorker);
      else
        setRefusal(whatIsWrong(thrown, { list, isNew: edited === 'new', byFile: file !== undefined }, say));
    }
  };
  return (
    <form
      id={id}
      noValidate
      className="verifier-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      {edited === 'new' && hasFile(list) && (
        <FileField
          list={list}
          file={file}
          onFile={(chosen) => {
            setRefusal(undefined);
            setFile(chosen);
          }}
        />
      )}
      {edited === 'new' && hasKey(list) && (
        <TextField
          exact
          autoFocus={!hasFile(list)}
          label={say.key[list].label}
          help={say.key[list].help}
          value={key}
          onChange={(text) => {
            setRefusal(undefined);
            setKey(text);
          }}
        />
      )}
      <TextField
        label={say.name}
        help={say.nameHelp[list]}
        value={typed.name}
        onChange={(name) => change({ name })}
      />
      <TermFields typed={typed} list={list} onChange={change} />
      {refusal !== undefined && <Notice live tone="attention" title={refusal} />}
    </form>
  );
}

interface FileFieldProps {
  readonly list: ListByFile;
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
}

function FileField({ list, file, onFile }: FileFieldProps): ReactNode {
  const { form: say } = useWords(policyWords);
  const { label, choose, help } = say.file[list];
  return (
    <div className="verifier-policy-part">
      <p className="field-label">{label}</p>
      <div>
        <ChooseFiles
          name="trusted"
          accept={list === 'authorities' ? certificateTypes : '.json,application/json'}
          icon={FileBadge}
          onFiles={([chosen]) => onFile(chosen)}
        >
          {choose}
        </ChooseFiles>
      </div>
      {file !== undefined && <p role="status">{fill(say.chosen, { file: file.name })}</p>}
      <p className="field-help">{help}</p>
    </div>
  );
}

interface TermFieldsProps {
  readonly typed: TypedTerms;
  readonly list: PolicyList;
  readonly onChange: (part: Partial<TypedTerms>) => void;
}

function TermFields({ typed, list, onChange }: TermFieldsProps): ReactNode {
  const { form: say } = useWords(policyWords);
  return (
    <>
      <div className="verifier-dates">
        {(['from', 'until', 'compromisedFrom'] as const).map((term) => (
          <TextField
            key={term}
            type="date"
            label={say[term]}
            value={typed[term].slice(0, 10)}
            onChange={(day) => onChange({ [term]: day })}
          />
        ))}
      </div>
      <p className="field-help">{say.datesHelp}</p>
      {list === 'authorities' && (
        <TextField
          exact
          label={say.rules}
          help={say.rulesHelp}
          value={typed.rules}
          onChange={(rules) => onChange({ rules })}
        />
      )}
    </>
  );
}

/** A date that nobody touches stays the exact moment that it was. */
function typedTerms({ name, from, until, compromisedFrom, policies }: ShownTrusted): TypedTerms {
  return {
    name: name ?? '',
    from: from ?? '',
    until: until ?? '',
    compromisedFrom: compromisedFrom ?? '',
    rules: policies.join(' '),
  };
}

/** A certificate or a card is a few thousand bytes, and a file may explain it at length. */
const longestFile = 1024 * 1024;

async function readWhole(file: File): Promise<Uint8Array> {
  if (file.size > longestFile) throw new NoAnswer('input.too-large', '');
  return new Uint8Array(await file.arrayBuffer());
}

interface Attempted {
  readonly list: PolicyList;
  readonly isNew: boolean;
  readonly byFile: boolean;
}

/** The worker says which field of the policy would be wrong where it is not the file or the key itself. */
function whatIsWrong(
  { code, details }: NoAnswer,
  { list, isNew, byFile }: Attempted,
  say: (typeof policyWords)['en']['form'],
): string {
  if (!isNew || details.field !== undefined) return say.wrongTerms;
  if (details.problem === nameTaken) return say.takenName;
  if (byFile && hasFile(list)) return code === 'input.usage' ? say.needsName : say.file[list].wrong;
  return hasKey(list) ? say.key[list].wrong : say.wrongTerms;
}
