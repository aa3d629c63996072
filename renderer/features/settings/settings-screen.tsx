import { KeyRound, LockKeyhole, ScrollText } from 'lucide-react';

import { useAppState } from '../../app/app-state.ts';
import { lockNow } from '../../app/lock-now.ts';
import { useRoute } from '../../app/router.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { Switch } from '../../ui/switch.tsx';
import { AboutApp } from './about-app.tsx';
import { DatesCard } from './dates-card.tsx';
import { QuickUnlockSwitch } from './quick-unlock-switch.tsx';
import { SettingSelect } from './setting-select.tsx';
import { useSettings } from './use-settings.ts';
import { VaultCard } from './vault-card.tsx';
import { VaultDetails } from './vault-details.tsx';
import { WitnessesCard } from './witnesses-card.tsx';
import { words } from './words.ts';
import './settings.css';

/** Everything that can be chosen once and forgotten. What needs an open vault is left out while there is none. */
export function SettingsScreen() {
  const say = useWords(words);
  const { engine, vault, practice } = useAppState();
  const open = engine === 'open';
  return (
    <Page
      title={say.title}
      narrow
      back={
        open
          ? undefined
          : { to: vault === 'none' || vault === 'half' ? '/welcome' : '/unlock', label: say.back }
      }
    >
      <Done />
      <Safety open={open} practice={practice} />
      <Copying />
      {open && (
        <>
          <DatesCard />
          <WitnessesCard />
          <VaultCard />
        </>
      )}
      <Computer />
      <Looks />
      {open && <VaultDetails />}
      <AboutApp />
    </Page>
  );
}

/** What was done on the screen that led here. */
function Done() {
  const say = useWords(words).safety;
  switch (useRoute().query.get('done')) {
    case 'passphrase':
      return <Notice live tone="safe" title={say.passphraseChanged} text={say.passphraseChangedText} />;
    case 'recovery-key':
      return <Notice live tone="safe" title={say.recoveryKeyChanged} text={say.recoveryKeyChangedText} />;
    case 'quick-unlock':
      return <Notice live tone="safe" title={say.quickOn} />;
    default:
      return null;
  }
}

function Safety({ open, practice }: { readonly open: boolean; readonly practice: boolean }) {
  const say = useWords(words).safety;
  const { settings, change } = useSettings();
  const minutes = (count: number): string => fill(say.coverAfter, { count });
  return (
    <Card title={say.title} flush>
      {open && (
        <Rows>
          <Row
            icon={LockKeyhole}
            title={say.lockTitle}
            text={say.lockText}
            aside={<Button onPress={lockNow}>{say.lock}</Button>}
          />
          {!practice && (
            <>
              <Row
                icon={KeyRound}
                title={say.passphrase}
                text={say.passphraseText}
                to="/settings/passphrase"
              />
              <Row
                icon={ScrollText}
                title={say.recoveryKey}
                text={say.recoveryKeyText}
                to="/settings/recovery-key"
              />
            </>
          )}
        </Rows>
      )}
      <div className="settings-list">
        <SettingSelect
          label={say.cover}
          help={say.coverText}
          value={settings.coverAfterMinutes}
          options={[
            [5, minutes(5)],
            [10, minutes(10)],
            [15, minutes(15)],
            [30, minutes(30)],
            [60, say.coverHour],
            [0, say.coverNever],
          ]}
          onChange={(coverAfterMinutes) => change({ coverAfterMinutes })}
        />
        {open && !practice && <QuickUnlockSwitch />}
      </div>
    </Card>
  );
}

function Copying() {
  const say = useWords(words).copying;
  const { settings, change } = useSettings();
  return (
    <Card title={say.title} flush>
      <div className="settings-list">
        <SettingSelect
          label={say.every}
          help={say.everyText}
          value={settings.syncEveryMinutes}
          options={[
            [60, say.everyHour],
            [180, say.everyThree],
            [360, say.everySix],
            [1440, say.everyDay],
            [0, say.everyAsked],
          ]}
          onChange={(syncEveryMinutes) => change({ syncEveryMinutes })}
        />
        <Switch
          value={settings.pauseOnBattery}
          help={say.batteryText}
          onChange={(pauseOnBattery) => change({ pauseOnBattery })}
        >
          {say.battery}
        </Switch>
        <Switch
          value={settings.pauseOnMetered}
          help={say.meteredText}
          onChange={(pauseOnMetered) => change({ pauseOnMetered })}
        >
          {say.metered}
        </Switch>
        <Switch
          value={settings.networkCosts}
          help={say.costsText}
          onChange={(networkCosts) => change({ networkCosts })}
        >
          {say.costs}
        </Switch>
        <Switch
          value={settings.copyWhileCovered}
          help={say.coveredText}
          onChange={(copyWhileCovered) => change({ copyWhileCovered })}
        >
          {say.covered}
        </Switch>
      </div>
    </Card>
  );
}

function Computer() {
  const say = useWords(words).computer;
  const { settings, change } = useSettings();
  return (
    <Card title={say.title} flush>
      <div className="settings-list">
        <Switch
          value={settings.startAtLogin}
          help={say.loginText}
          onChange={(startAtLogin) => change({ startAtLogin })}
        >
          {say.login}
        </Switch>
        <Switch
          value={settings.keepRunning}
          help={say.keepRunningText}
          onChange={(keepRunning) => change({ keepRunning })}
        >
          {say.keepRunning}
        </Switch>
      </div>
    </Card>
  );
}

function Looks() {
  const say = useWords(words).looks;
  const { settings, change } = useSettings();
  return (
    <Card title={say.title} flush>
      <div className="settings-list">
        <SettingSelect
          label={say.appearance}
          value={settings.appearance}
          options={[
            ['system', say.system],
            ['light', say.light],
            ['dark', say.dark],
          ]}
          onChange={(appearance) => change({ appearance })}
        />
        <SettingSelect
          label={say.textSize}
          value={settings.textSize}
          options={[
            [100, say.size100],
            [115, say.size115],
            [130, say.size130],
            [150, say.size150],
          ]}
          onChange={(textSize) => change({ textSize })}
        />
        <SettingSelect
          label={say.language}
          help={say.languageText}
          value={settings.language}
          options={[['en', say.english]]}
          onChange={(language) => change({ language })}
        />
      </div>
    </Card>
  );
}
