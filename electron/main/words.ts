/** Everything that main says to the learner: menus, tray, notifications and questions. */
export const words = {
  app: 'Evidence Vault',
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    go: 'Go',
    window: 'Window',
    help: 'Help',
    about: 'About Evidence Vault',
    settings: 'Settings…',
    lock: 'Lock now',
    copyNow: 'Copy now',
    close: 'Close the window',
    quit: 'Quit',
    find: 'Find…',
    home: 'Home',
    evidence: 'Evidence',
    sources: 'Sources',
    send: 'Send',
    health: 'Health',
    larger: 'Larger',
    smaller: 'Smaller',
    usualSize: 'Usual size',
    wholeScreen: 'Whole screen',
    developer: 'Developer tools',
  },
  tray: {
    open: 'Open Evidence Vault',
    locked: 'Locked. Nothing is copied.',
    lockedSince: 'Locked. Last copied on {date}.',
    copying: 'Copying your work…',
    needsYou: 'Something needs you',
    fine: 'All is well. Last copied on {date}.',
    ready: 'Open. Nothing was copied yet.',
  },
  notice: {
    title: 'Your vault needs you',
    other: 'Open Evidence Vault to see what to do.',
    fellOver: 'Evidence Vault had to start again. Nothing that was kept is lost. Please unlock it.',
  },
  link: {
    ask: 'Open this page in your web browser?',
    detail: 'It will open {host}.',
    open: 'Open it',
    cancel: 'Stay here',
  },
  choose: {
    folder: 'Choose a folder',
    files: 'Choose files',
    bundle: 'Choose a bundle',
    table: 'Choose a table',
    vaultFolder: 'Choose the folder of your vault',
    newVaultFolder: 'Choose where your vault will be',
    save: 'Save',
    bundles: 'Bundles',
    tables: 'Tables',
    pdf: 'PDF',
    allFiles: 'All files',
  },
  trouble: {
    page: 'The window keeps failing to open. Please start Evidence Vault again.',
    start: 'Evidence Vault could not start. Please try again, or restart this computer.',
  },
} as const;

/** Puts values into the places in braces. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/gu, (place, name: string) => values[name] ?? place);
}
