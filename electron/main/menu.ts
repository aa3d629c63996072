import { app, Menu, type MenuItemConstructorOptions } from 'electron';

import { words } from './words.ts';

export interface MenuActions {
  readonly go: (route: string) => void;
  readonly lock: () => void;
  readonly copyNow: () => void;
}

const { menu } = words;

/** The app's menu and shortcuts, in the shape that this system expects. */
export function setMenu(actions: MenuActions, developer: boolean): void {
  const mac = process.platform === 'darwin';
  const place = (label: string, route: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => {
      actions.go(route);
    },
  });
  const settings = place(menu.settings, '/settings', 'CmdOrCtrl+,');
  const lock = { label: menu.lock, accelerator: 'CmdOrCtrl+L', click: actions.lock };
  const quit: MenuItemConstructorOptions = { role: 'quit', label: menu.quit, accelerator: 'CmdOrCtrl+Q' };
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const appMenu: MenuItemConstructorOptions = {
    label: words.app,
    submenu: [
      { role: 'about', label: menu.about },
      line,
      settings,
      line,
      lock,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      quit,
    ],
  };
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [appMenu] : []),
    {
      label: menu.file,
      submenu: [
        { label: menu.copyNow, accelerator: 'CmdOrCtrl+R', click: actions.copyNow },
        line,
        ...(mac ? [] : [settings, lock, line]),
        { role: 'close', label: menu.close, accelerator: 'CmdOrCtrl+W' },
        ...(mac ? [] : [quit]),
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        line,
        place(menu.find, '/evidence?find=1', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: menu.go,
      submenu: [
        place(menu.home, '/home', 'CmdOrCtrl+1'),
        place(menu.evidence, '/evidence', 'CmdOrCtrl+2'),
        place(menu.sources, '/sources', 'CmdOrCtrl+3'),
        place(menu.send, '/send', 'CmdOrCtrl+4'),
        place(menu.health, '/health', 'CmdOrCtrl+5'),
      ],
    },
    {
      label: menu.view,
      submenu: [
        { role: 'zoomIn', label: menu.larger, accelerator: 'CmdOrCtrl+=' },
        { role: 'zoomIn', accelerator: 'CmdOrCtrl+Plus', visible: false, acceleratorWorksWhenHidden: true },
        { role: 'zoomOut', label: menu.smaller },
        { role: 'resetZoom', label: menu.usualSize },
        line,
        { role: 'togglefullscreen', label: menu.wholeScreen },
        ...(developer ? [line, { role: 'toggleDevTools' as const, label: menu.developer }] : []),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' as const, label: menu.window }] : []),
    ...(mac ? [] : [{ label: menu.help, submenu: [{ role: 'about' as const, label: menu.about }] }]),
  ];
  app.setAboutPanelOptions({ applicationName: words.app, applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
