/* global document, location, window */
/* A small page for tests: takes the ports as the real one does, and lends its calls to the test. */
const show = () => {
  document.getElementById('route').textContent = location.hash;
};
window.addEventListener('hashchange', show);
show();

function client(port) {
  const waiting = new Map();
  const events = [];
  let counter = 0;
  let hello = false;
  port.onmessage = ({ data }) => {
    if (data.type === 'hello') hello = true;
    if (data.type === 'event') events.push(data.event);
    if (data.type === 'event' && data.event.type === 'go') location.hash = `#${data.event.route}`;
    if (data.type === 'reply') waiting.get(data.id)?.(data.reply);
  };
  return {
    events,
    saidHello: () => hello,
    post: (message, transfer = []) => port.postMessage(message, transfer),
    call: (method, input = {}) =>
      new Promise((resolve) => {
        counter += 1;
        waiting.set(counter, resolve);
        port.postMessage({ type: 'call', id: counter, method, input });
      }),
  };
}

window.addEventListener('message', (event) => {
  if (event.data?.type !== 'evidence-vault-ports') return;
  window.small = { engine: client(event.ports[0]), shell: client(event.ports[1]) };
});
