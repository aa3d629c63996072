import type { ElectronApplication } from 'playwright-core';

/** Lets the system's dialog for saving answer with this path: nobody sits before the virtual display. */
export async function saveDialogAnswers(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

/** Lets the system's dialog for opening answer with these paths. */
export async function openDialogAnswers(app: ElectronApplication, paths: readonly string[]): Promise<void> {
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
    },
    [...paths],
  );
}
