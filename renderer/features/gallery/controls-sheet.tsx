import { FolderSync, RotateCw, School, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Link } from '../../ui/link.tsx';
import { PassphraseField } from '../../ui/passphrase-field.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { words } from './words.ts';

/** Everything that is pressed, typed in or chosen from. */
export function ControlsSheet(): ReactNode {
  const say = useWords(words);
  const [typed, setTyped] = useState('');
  const [sought, setSought] = useState(say.portal);
  const [every, setEvery] = useState<'hour' | 'day' | 'never'>('hour');
  const [on, setOn] = useState(true);
  const [off, setOff] = useState(false);
  const [where, setWhere] = useState<'portal' | 'folder'>('portal');
  return (
    <>
      <Card title={say.buttons}>
        <div className="gallery-row">
          <Button variant="primary" icon={RotateCw}>
            {say.primary}
          </Button>
          <Button>{say.quiet}</Button>
          <Button variant="plain">{say.plain}</Button>
          <Button variant="danger" icon={Trash2}>
            {say.danger}
          </Button>
          <IconButton label={say.danger} icon={Trash2} />
          <Link to="/ui">{say.plain}</Link>
        </div>
        <div className="gallery-row">
          <Button variant="primary" busy>
            {say.busy}
          </Button>
          <Button busy>{say.busy}</Button>
          <Button variant="primary" isDisabled>
            {say.off}
          </Button>
          <Button isDisabled>{say.off}</Button>
          <Button variant="plain" isDisabled>
            {say.off}
          </Button>
          <IconButton label={say.off} icon={Trash2} isDisabled />
        </div>
      </Card>
      <div className="gallery-pair">
        <Card title={say.fields}>
          <TextField label={say.name} help={say.nameHelp} value={typed} onChange={setTyped} />
          <TextField label={say.address} error={say.addressWrong} value={say.name} onChange={setTyped} />
          <TextField label={say.name} isDisabled value={say.off} onChange={setTyped} />
          <PassphraseField label={say.passphrase} value={say.passphrase} onChange={setTyped} />
          <SearchField label={say.search} value={sought} onChange={setSought} />
          <SelectField
            label={say.select}
            value={every}
            onChange={setEvery}
            options={[
              { id: 'hour', label: say.hourly },
              { id: 'day', label: say.daily },
              { id: 'never', label: say.never },
            ]}
          />
          <TextField multiline label={say.note} value={say.body} onChange={setTyped} />
        </Card>
        <Card title={say.choices}>
          <div>
            <Checkbox value={on} onChange={setOn} help={say.checkboxHelp}>
              {say.checkbox}
            </Checkbox>
            <Checkbox value={off} onChange={setOff}>
              {say.checkbox}
            </Checkbox>
            <Checkbox value isDisabled onChange={setOff}>
              {say.off}
            </Checkbox>
          </div>
          <div>
            <Switch value={on} onChange={setOn} help={say.switchHelp}>
              {say.switch}
            </Switch>
            <Switch value={off} onChange={setOff}>
              {say.switch}
            </Switch>
            <Switch value={false} isDisabled onChange={setOff}>
              {say.off}
            </Switch>
          </div>
          <RadioCards
            label={say.cards}
            value={where}
            onChange={setWhere}
            options={[
              { id: 'portal', title: say.portal, text: say.portalText, icon: School },
              { id: 'folder', title: say.folder, text: say.folderText, icon: FolderSync },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
