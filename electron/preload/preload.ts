import { contextBridge, ipcRenderer, webUtils } from 'electron';

// The page's two ports: to the engine, then to the shell. Main sends them once, when asked; the page has begun to listen by the time its document is there.
ipcRenderer.once('evidence-vault-ports', ({ ports }) => {
  window.postMessage({ type: 'evidence-vault-ports' }, location.origin, ports);
});
window.addEventListener('DOMContentLoaded', () => {
  ipcRenderer.send('evidence-vault-ready');
});

contextBridge.exposeInMainWorld('evidenceVault', {
  /** Hands dropped files to main, which answers with the shell event `dropped`: the page never sees a path. */
  drop: (files: File[]): void => {
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    if (paths.length > 0) ipcRenderer.send('evidence-vault-drop', paths);
  },
});
