import { FileDown, FilePlus2, FileX, PencilLine, Scale } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import { policyLists } from '../../src/verify/policy-lists.ts';
import { Button } from '../ui/button.tsx';
import { Details } from '../ui/details.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { Checker } from './checker.ts';
import { ChooseFiles } from '../ui/choose-files.tsx';
import type { PolicyEdit, ShownPolicy } from './messages.ts';
import { PolicyLists } from './policy-lists.tsx';
import { policyWords } from './policy-words.ts';
import { saveFile } from './save-file.ts';
import { readSmall, useRefusal } from './use-refusal.ts';

/** The policy that is in use: as it was read from its file, or as it was made and changed here. */
export interface OpenPolicy extends ShownPolicy {
  /** Name of its file. */
  readonly file: string;
  /** There is no file of this state of it. */
  readonly unsaved: boolean;
}

export interface PolicyPartProps {
  readonly helper: Checker;
  readonly policy: OpenPolicy | undefined;
  readonly onPolicy: (policy: OpenPolicy | undefined) => void;
}

/** A policy is far smaller, in bytes. */
const longestPolicy = 4 * 1024 * 1024;

/** Whom the reader trusts: a policy that is opened or made, changed and saved here. Nothing of it comes from a bundle. */
export function PolicyPart({ helper, policy, onPolicy }: PolicyPartProps): ReactNode {
  const say = useWords(policyWords);
  const [isShown, setShown] = useState(false);
  const { refusal, attempt } = useRefusal(say.wrong);
  const open = ([file]: readonly File[]): Promise<void> =>
    attempt(async () => {
      if (file === undefined) return;
      const opened = await helper.readPolicy(await readSmall(file, longestPolicy));
      onPolicy({ ...opened, file: file.name, unsaved: false });
    });
  const make = (): Promise<void> =>
    attempt(async () => {
      const begun = await helper.beginPolicy();
      setShown(true);
      onPolicy({ ...begun, file: say.newFile, unsaved: true });
    });
  return (
    <div className="verifier-policy-part">
      <p className="verifier-soft">{policy === undefined ? say.none : say.some}</p>
      {refusal !== undefined && <Notice live tone="attention" title={refusal} />}
      {policy !== undefined && (
        <ChosenPolicy
          helper={helper}
          policy={policy}
          onPolicy={onPolicy}
          isShown={isShown}
          onShow={setShown}
        />
      )}
      <div className="verifier-buttons">
        <ChooseFiles
          name="policy"
          accept=".json,application/json"
          icon={Scale}
          onFiles={(files) => void open(files)}
        >
          {policy === undefined ? say.open : say.openOther}
        </ChooseFiles>
        {policy === undefined ? (
          <Button icon={FilePlus2} onPress={() => void make()}>
            {say.make}
          </Button>
        ) : (
          <>
            <Button
              icon={FileDown}
              onPress={() => {
                saveFile(policy.file, new Blob([policy.text]));
                onPolicy({ ...policy, unsaved: false });
              }}
            >
              {say.save}
            </Button>
            <Button variant="plain" icon={FileX} onPress={() => onPolicy(undefined)}>
              {say.close}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

interface ChosenPolicyProps extends PolicyPartProps {
  readonly policy: OpenPolicy;
  readonly isShown: boolean;
  readonly onShow: (shown: boolean) => void;
}

function ChosenPolicy({ helper, policy, onPolicy, isShown, onShow }: ChosenPolicyProps): ReactNode {
  const say = useWords(policyWords);
  const { file, name, text, trusted, unsaved } = policy;
  const change = async (edit: PolicyEdit): Promise<void> => {
    const changed = await helper.editPolicy(text, edit);
    onPolicy({ ...changed, file, unsaved: true });
  };
  const counts = policyLists.flatMap((list) => {
    const { one, many } = say.lists[list].count;
    const count = trusted.filter((each) => each.list === list).length;
    return count === 0 ? [] : [plural(count, one, many)];
  });
  return (
    <>
      <div className="verifier-policy">
        <strong>
          <bdi>{name ?? say.unnamed}</bdi>
        </strong>
        <span>
          <bdi>{file}</bdi> · {counts.length === 0 ? say.trustsNobody : counts.join(' · ')}
        </span>
      </div>
      {unsaved && <p className="verifier-soft">{say.unsaved}</p>}
      <Details summary={say.show} open={isShown} onToggle={onShow}>
        <div className="verifier-lists">
          <Rename key={text} name={name ?? ''} onName={(typed) => change({ do: 'name', name: typed })} />
          <PolicyLists trusted={trusted} onChange={change} />
        </div>
      </Details>
    </>
  );
}

interface RenameProps {
  readonly name: string;
  readonly onName: (name: string) => Promise<void>;
}

function Rename({ name, onName }: RenameProps): ReactNode {
  const say = useWords(policyWords);
  const [typed, setTyped] = useState<string>();
  const { refusal, attempt, forget } = useRefusal(say.badName);
  const close = (): void => {
    forget();
    setTyped(undefined);
  };
  const use = (): Promise<void> =>
    attempt(async () => {
      await onName(typed ?? '');
      setTyped(undefined);
    });
  return (
    <div>
      <Button icon={PencilLine} onPress={() => setTyped(name)}>
        {say.rename}
      </Button>
      <Dialog
        title={say.renameTitle}
        isOpen={typed !== undefined}
        onClose={close}
        actions={
          <>
            <Button onPress={close}>{say.form.cancel}</Button>
            <Button variant="primary" onPress={() => void use()}>
              {say.form.keep}
            </Button>
          </>
        }
      >
        <TextField
          autoFocus
          label={say.policyName}
          error={refusal}
          value={typed ?? ''}
          onChange={(text) => {
            forget();
            setTyped(text);
          }}
        />
      </Dialog>
    </div>
  );
}
