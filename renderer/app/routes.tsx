import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

type Screen = LazyExoticComponent<ComponentType>;

/** How a screen is framed: with the rail, alone in the middle as doors are, or with nothing around it. */
export type Frame = 'rail' | 'door' | 'bare';

export interface Place {
  readonly screen: Screen;
  readonly frame: Frame;
}

function screen<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): Screen {
  return lazy(async () => ({ default: (await load())[name] }));
}

const settings = () => import('../features/settings/settings-screen.tsx');
const sources = () => import('../features/sources/sources-screen.tsx');

/** Every place, by its path; `*` stands for one part, such as an id. */
const places: Readonly<Record<string, Place>> = {
  welcome: {
    screen: screen(() => import('../features/welcome/welcome-screen.tsx'), 'WelcomeScreen'),
    frame: 'door',
  },
  new: {
    screen: screen(() => import('../features/welcome/new-vault-screen.tsx'), 'NewVaultScreen'),
    frame: 'door',
  },
  open: {
    screen: screen(() => import('../features/unlock/open-vault-screen.tsx'), 'OpenVaultScreen'),
    frame: 'door',
  },
  recover: {
    screen: screen(() => import('../features/recovery/recover-screen.tsx'), 'RecoverScreen'),
    frame: 'door',
  },
  restore: {
    screen: screen(() => import('../features/restore/restore-screen.tsx'), 'RestoreScreen'),
    frame: 'door',
  },
  'restore/server': {
    screen: screen(() => import('../features/restore/restore-server-screen.tsx'), 'RestoreServerScreen'),
    frame: 'door',
  },
  unlock: {
    screen: screen(() => import('../features/unlock/unlock-screen.tsx'), 'UnlockScreen'),
    frame: 'door',
  },
  covered: {
    screen: screen(() => import('../features/unlock/covered-screen.tsx'), 'CoveredScreen'),
    frame: 'door',
  },
  home: { screen: screen(() => import('../features/home/home-screen.tsx'), 'HomeScreen'), frame: 'rail' },
  evidence: {
    screen: screen(() => import('../features/evidence/evidence-screen.tsx'), 'EvidenceScreen'),
    frame: 'rail',
  },
  'item/*': { screen: screen(() => import('../features/item/item-screen.tsx'), 'ItemScreen'), frame: 'rail' },
  sources: { screen: screen(sources, 'SourcesScreen'), frame: 'rail' },
  'sources/add': {
    screen: screen(() => import('../features/sources/add-source-screen.tsx'), 'AddSourceScreen'),
    frame: 'rail',
  },
  'sources/import': {
    screen: screen(() => import('../features/sources/import-screen.tsx'), 'ImportScreen'),
    frame: 'rail',
  },
  'sources/*': {
    screen: screen(() => import('../features/sources/source-screen.tsx'), 'SourceScreen'),
    frame: 'rail',
  },
  course: {
    screen: screen(() => import('../features/course/course-screen.tsx'), 'CourseScreen'),
    frame: 'rail',
  },
  send: { screen: screen(() => import('../features/send/send-screen.tsx'), 'SendScreen'), frame: 'rail' },
  verify: {
    screen: screen(() => import('../features/verify/verify-screen.tsx'), 'VerifyScreen'),
    frame: 'rail',
  },
  health: {
    screen: screen(() => import('../features/health/health-screen.tsx'), 'HealthScreen'),
    frame: 'rail',
  },
  copies: {
    screen: screen(() => import('../features/copies/copies-screen.tsx'), 'CopiesScreen'),
    frame: 'rail',
  },
  'copies/server': {
    screen: screen(() => import('../features/copies/server-screen.tsx'), 'CopyServerScreen'),
    frame: 'rail',
  },
  settings: { screen: screen(settings, 'SettingsScreen'), frame: 'rail' },
  'settings/passphrase': {
    screen: screen(
      () => import('../features/settings/change-passphrase-screen.tsx'),
      'ChangePassphraseScreen',
    ),
    frame: 'rail',
  },
  'settings/recovery-key': {
    screen: screen(() => import('../features/settings/recovery-key-screen.tsx'), 'RecoveryKeyScreen'),
    frame: 'rail',
  },
  portal: {
    screen: screen(() => import('../features/portal/portal-screen.tsx'), 'PortalScreen'),
    frame: 'bare',
  },
  ui: {
    screen: screen(() => import('../features/gallery/gallery-screen.tsx'), 'GalleryScreen'),
    frame: 'bare',
  },
};

/** The place of a path's parts; undefined if there is none. */
export function findPlace(segments: readonly string[]): Place | undefined {
  const [first = ''] = segments;
  const exact = segments.join('/');
  if (Object.hasOwn(places, exact)) return places[exact];
  const any = `${first}/*`;
  return segments.length === 2 && Object.hasOwn(places, any) ? places[any] : undefined;
}
