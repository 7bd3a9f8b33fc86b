// Listens to GET /live, and says in words whether what the page shows is alive.
import { byId, say, sayIn } from './dom.js';
import { connectForms } from './forms.js';
import { record } from './chart.js';
import { show } from './view.js';

// A look comes every second. After this long without one the connection is dead, whatever the browser thinks.
const SILENCE_MS = 5_000;
const RETRY_MS = 2_000;

let source;
let lastLook = performance.now();

function connect() {
  source?.close();
  source = new EventSource('live');
  lastLook = performance.now();
  source.addEventListener('kafka', event => {
    lastLook = performance.now();
    sayIn(byId('connection'), 'good', '✓ Live: what you see is at most a second old.');
    const view = JSON.parse(event.data);
    show(view);
    record(view);
  });
  source.addEventListener('totals', event => {
    const totals = JSON.parse(event.data);
    say(byId('total-orders'), String(totals.orders));
    say(byId('total-amount'), totals.amount.toFixed(2));
  });
  source.onerror = notConnected;
}

function notConnected() {
  sayIn(byId('connection'), 'bad', '✕ Not connected: what you see is old. Trying again …');
}

// The browser comes back by itself after a break, but not after an answer such as 503, nor when nothing comes any more.
setInterval(() => {
  const silent = performance.now() - lastLook > SILENCE_MS;
  if (silent || source.readyState === EventSource.CLOSED) {
    notConnected();
    connect();
  }
}, RETRY_MS);

connectForms();
connect();
