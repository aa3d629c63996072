import { Plus } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';

import { fill } from '../language/fill.ts';
import { useWords } from '../language/use-words.ts';
import { sayDay } from '../report/say-day.ts';
import { policyLists, type PolicyList } from '../../src/verify/policy-lists.ts';
import type { ShownTrusted } from '../../src/verify/show-policy.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/button.tsx';
import type { PolicyEdit } from './messages.ts';
import { policyWords } from './policy-words.ts';
import { TrustedDialog } from './trusted-dialog.tsx';

export interface PolicyListsProps {
  readonly trusted: readonly ShownTrusted[];
  /** Throws `NoAnswer` for what no policy may hold. */
  readonly onChange: (edit: PolicyEdit) => Promise<void>;
}

/** All whom a policy trusts, list by list; each can be changed and taken away, and others added. */
export function PolicyLists({ trusted, onChange }: PolicyListsProps): ReactNode {
  return policyLists.map((list) => (
    <TrustedList
      key={list}
      list={list}
      trusted={trusted.filter((one) => one.list === list)}
      onChange={onChange}
    />
  ));
}

interface TrustedListProps extends PolicyListsProps {
  readonly list: PolicyList;
}

function TrustedList({ list, trusted, onChange }: TrustedListProps): ReactNode {
  const say = useWords(policyWords);
  const [edited, setEdited] = useState<ShownTrusted | 'new'>();
  const section = useRef<HTMLElement>(null);
  const { title, help, add, edit } = say.lists[list];
  const remove = async ({ at, name, facts }: ShownTrusted): Promise<void> => {
    await onChange({ do: 'remove', list, at });
    // The button that was pressed is gone with its line.
    section.current?.focus();
    announce(fill(say.removed, { name: name ?? facts[0] ?? '' }));
  };
  return (
    <section ref={section} tabIndex={-1} className="verifier-list" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <p className="verifier-soft">{help}</p>
      </header>
      {trusted.length === 0 ? (
        <p className="verifier-soft">{say.nobody}</p>
      ) : (
        <ul role="list">
          {trusted.map((one) => (
            <TrustedRow
              key={`${one.facts.join()} ${one.at}`}
              trusted={one}
              onEdit={() => setEdited(one)}
              onRemove={() => void remove(one)}
            />
          ))}
        </ul>
      )}
      <div>
        <Button icon={Plus} onPress={() => setEdited('new')}>
          {add}
        </Button>
      </div>
      <TrustedDialog
        list={list}
        title={edited === 'new' ? add : edit}
        edited={edited}
        onClose={() => setEdited(undefined)}
        onChange={onChange}
      />
    </section>
  );
}

interface TrustedRowProps {
  readonly trusted: ShownTrusted;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function TrustedRow({ trusted, onEdit, onRemove }: TrustedRowProps): ReactNode {
  const say = useWords(policyWords);
  const { name = say.noName, facts, from, until, compromisedFrom, policies } = trusted;
  const limits = [
    ...(from === undefined ? [] : [fill(say.from, { day: sayDay(from) })]),
    ...(until === undefined ? [] : [fill(say.until, { day: sayDay(until) })]),
    ...(compromisedFrom === undefined ? [] : [fill(say.compromisedFrom, { day: sayDay(compromisedFrom) })]),
    ...(policies.length === 0 ? [] : [fill(say.rules, { rules: policies.join(', ') })]),
  ];
  return (
    <li className="verifier-trusted">
      <div>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <small>{limits.length === 0 ? say.always : limits.join(', ')}</small>
        {facts.map((fact) => (
          <code key={fact}>{fact}</code>
        ))}
      </div>
      <div className="verifier-buttons">
        <Button variant="plain" label={fill(say.changeLabel, { name })} onPress={onEdit}>
          {say.change}
        </Button>
        <Button variant="plain" label={fill(say.removeLabel, { name })} onPress={onRemove}>
          {say.remove}
        </Button>
      </div>
    </li>
  );
}
