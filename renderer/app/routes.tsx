import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

type Screen = LazyExoticComponent<ComponentType>;

/** How a screen is framed: with the rail, alone in the middle as doors are, or with nothing around it. */
export type Frame = 'rail' | 'door' | 'bare';

export interface Place {
  readonly screen: Screen;
  readonly frame: Frame;
}

const modules = import.meta.glob<Readonly<Record<string, ComponentType>>>('../features/*/*-screen.tsx');

function screen(_load: unknown, name: string): Screen {
  const file = name.replace(/(?<!^)([A-Z])/gu, '-$1').toLowerCase();
  const found = Object.entries(modules).find(([path]) => path.endsWith(`/${file}.tsx`));
  return lazy(async () => {
    const screens = await found?.[1]();
    return { default: screens?.[name] ?? (() => name) };
  });
}

/** Every place, by its path; `*` stands for one part, such as an id. */
const places: Readonly<Record<string, Place>> = {
  welcome: { screen: screen(undefined, 'WelcomeScreen'), frame: 'door' },
  new: { screen: screen(undefined, 'NewVaultScreen'), frame: 'door' },
  open: { screen: screen(undefined, 'OpenVaultScreen'), frame: 'door' },
  recover: { screen: screen(undefined, 'RecoverScreen'), frame: 'door' },
  unlock: { screen: screen(undefined, 'UnlockScreen'), frame: 'door' },
  covered: { screen: screen(undefined, 'CoveredScreen'), frame: 'door' },
  home: { screen: screen(undefined, 'HomeScreen'), frame: 'rail' },
  evidence: {
    screen: screen(undefined, 'EvidenceScreen'),
    frame: 'rail',
  },
  'item/*': { screen: screen(undefined, 'ItemScreen'), frame: 'rail' },
  sources: { screen: screen(undefined, 'SourcesScreen'), frame: 'rail' },
  'sources/add': {
    screen: screen(undefined, 'AddSourceScreen'),
    frame: 'rail',
  },
  'sources/*': { screen: screen(undefined, 'SourceScreen'), frame: 'rail' },
  course: { screen: screen(undefined, 'CourseScreen'), frame: 'rail' },
  send: { screen: screen(undefined, 'SendScreen'), frame: 'rail' },
  verify: { screen: screen(undefined, 'VerifyScreen'), frame: 'rail' },
  health: { screen: screen(undefined, 'HealthScreen'), frame: 'rail' },
  settings: { screen: screen(undefined, 'SettingsScreen'), frame: 'rail' },
  'settings/passphrase': {
    screen: screen(undefined, 'ChangePassphraseScreen'),
    frame: 'rail',
  },
  'settings/recovery-key': {
    screen: screen(undefined, 'RecoveryKeyScreen'),
    frame: 'rail',
  },
  portal: { screen: screen(undefined, 'PortalScreen'), frame: 'bare' },
  ui: {
    screen: lazy(async () => ({ default: (await import('../ui/gallery/gallery-screen.tsx')).GalleryScreen })),
    frame: 'bare',
  },
};

/** The place of a path's parts; undefined if there is none. */
export function findPlace(segments: readonly string[]): Place | undefined {
  const exact = places[segments.join('/')];
  if (exact !== undefined) return exact;
  return segments.length === 2 ? places[`${segments[0] ?? ''}/*`] : undefined;
}
