import { FileDown, FileKey2, FileX, Scale } from 'lucide-react';
import type { ReactNode } from 'react';

import { plural } from '../language/plural.ts';
import { useWords } from '../language/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { Checker } from './checker.ts';
import { ChooseFiles } from './choose-files.tsx';
import type { CheckChoice, PolicySummary } from './messages.ts';
import { saveFile } from './save-file.ts';
import { readSmall, useRefusal } from './use-refusal.ts';
import { words } from './words.ts';

/** A policy that was opened, as it was read from its file. */
export interface OpenPolicy {
  readonly file: string;
  readonly text: string;
  readonly summary: PolicySummary;
}

export type KeyDraft = Pick<CheckChoice, 'key' | 'full'>;

export interface TrustCardProps {
  readonly helper: Checker;
  readonly policy: OpenPolicy | undefined;
  readonly onPolicy: (policy: OpenPolicy | undefined) => void;
  readonly choice: CheckChoice;
  /** What is typed and ticked, whether it is used yet or not. */
  readonly draft: KeyDraft;
  readonly onDraft: (draft: KeyDraft) => void;
  readonly onChoice: (choice: Partial<CheckChoice>) => void;
  /** Bundles are here, which are judged again with what is changed. */
  readonly hasBundles: boolean;
}

/** Whom the reader trusts: a policy file, a key from elsewhere, and how thoroughly to look. Nothing of it comes from a bundle. */
export function TrustCard(props: TrustCardProps): ReactNode {
  const say = useWords(words);
  return (
    <div className="verifier-trust">
      <Card title={say.trust.title}>
        <div className="verifier-trust-parts">
          <div className="verifier-trust-files">
            <PolicyPart {...props} />
            <LockedPart {...props} />
          </div>
          <KeyPart {...props} />
        </div>
      </Card>
    </div>
  );
}

/** A policy is far smaller, in bytes. */
const longestPolicy = 4 * 1024 * 1024;

function PolicyPart({ helper, policy, onPolicy }: TrustCardProps): ReactNode {
  const { trust: say } = useWords(words);
  const { refusal, attempt } = useRefusal(say.wrong);
  const open = ([file]: readonly File[]): Promise<void> =>
    attempt(async () => {
      if (file === undefined) return;
      const text = await readSmall(file, longestPolicy);
      const summary = await helper.readPolicy(text);
      onPolicy({ file: file.name, text, summary });
    });
  return (
    <div className="verifier-policy-part">
      <p className="verifier-soft">{policy === undefined ? say.none : say.some}</p>
      {refusal !== undefined && <Notice live tone="attention" title={refusal} />}
      {policy !== undefined && <PolicyFacts policy={policy} />}
      <div className="verifier-buttons">
        <ChooseFiles
          name="policy"
          accept=".json,application/json"
          icon={Scale}
          onFiles={(files) => void open(files)}
        >
          {policy === undefined ? say.open : say.openOther}
        </ChooseFiles>
        {policy !== undefined && (
          <>
            <Button icon={FileDown} onPress={() => saveFile(policy.file, new Blob([policy.text]))}>
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

function PolicyFacts({ policy: { file, summary } }: { readonly policy: OpenPolicy }): ReactNode {
  const { trust: say } = useWords(words);
  const counts = [
    plural(summary.authorities, say.authorities.one, say.authorities.many),
    plural(summary.witnesses, say.witnesses.one, say.witnesses.many),
    plural(summary.vaults, say.vaults.one, say.vaults.many),
  ];
  return (
    <p className="verifier-policy">
      <strong>
        <bdi>{summary.name ?? say.unnamed}</bdi>
      </strong>
      <span>
        <bdi>{file}</bdi> · {counts.join(' · ')}
      </span>
    </p>
  );
}

function KeyPart({ helper, choice, onChoice, draft, onDraft, hasBundles }: TrustCardProps): ReactNode {
  const { trust: say } = useWords(words);
  const { refusal, attempt, forget } = useRefusal(say.wrongKey);
  const { key, full } = draft;
  const use = (): Promise<void> =>
    attempt(async () => {
      if (key.trim() !== '') await helper.checkKey(key);
      onChoice({ key: key.trim(), full });
    });
  const changed = key.trim() !== choice.key || full !== choice.full;
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
        label={say.key}
        help={say.keyHelp}
        error={refusal}
        value={key}
        onChange={(typed) => {
          forget();
          onDraft({ key: typed, full });
        }}
      />
      <Checkbox value={full} help={say.fullHelp} onChange={(ticked) => onDraft({ key, full: ticked })}>
        {say.full}
      </Checkbox>
      <div>
        <Button type="submit" isDisabled={!changed}>
          {hasBundles ? say.again : say.use}
        </Button>
      </div>
    </form>
  );
}

/** A file of keys is a few lines, in bytes. */
const longestKeyFile = 65_536;

/** The reader's own keys of age, which open what was locked for them. */
function LockedPart({ helper, choice, onChoice }: TrustCardProps): ReactNode {
  const { trust: say } = useWords(words);
  const { refusal, attempt } = useRefusal(say.noKeys);
  const count = choice.identities.length;
  const open = ([file]: readonly File[]): Promise<void> =>
    attempt(async () => {
      if (file === undefined) return;
      onChoice({ identities: await helper.readIdentities(await readSmall(file, longestKeyFile)) });
    });
  return (
    <div className="verifier-policy-part">
      <p className="verifier-soft">{say.locked}</p>
      {refusal !== undefined && <Notice live tone="attention" title={refusal} />}
      {count > 0 && <p>{plural(count, say.keys.one, say.keys.many)}</p>}
      <div className="verifier-buttons">
        <ChooseFiles
          name="identities"
          accept=".txt,.key,.age"
          icon={FileKey2}
          onFiles={(files) => void open(files)}
        >
          {say.openKey}
        </ChooseFiles>
        {count > 0 && (
          <Button variant="plain" icon={FileX} onPress={() => onChoice({ identities: [] })}>
            {say.forget}
          </Button>
        )}
      </div>
    </div>
  );
}
