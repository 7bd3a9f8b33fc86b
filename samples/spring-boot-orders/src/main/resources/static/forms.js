// Places orders: POST /orders.
import { byId, count, say } from './dom.js';

const AT_A_TIME = 16;
let placed = 0;

const prefix = () => `web-${Date.now().toString(36)}`;

/** Places one order; answers what came back, in words. */
async function place(id, customer, amount) {
  const response = await fetch('orders', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id, customer, amount }),
  });
  const body = await response.json();
  if (response.ok) return { accepted: true, text: `is in partition ${body.partition} at offset ${body.offset}.` };
  const fields = Object.entries(body.fields ?? {}).map(([field, message]) => `${field} ${message}`);
  return { accepted: false, text: `was refused: ${[body.detail, ...fields, body.cause, body.cure].filter(Boolean).join('. ')}` };
}

const unreachable = () => ({ accepted: false, text: 'may or may not have been placed: no answer came. Placing it again does no harm, an id counts once.' });

async function placeOne(data) {
  placed += 1;
  const id = `${prefix()}-${placed}`;
  const result = await place(id, data.get('customer'), Number(data.get('amount'))).catch(unreachable);
  say(byId('sent'), `Order ${id} ${result.text}`);
}

/** Some at a time, so that neither browser nor application has to hold them all. */
async function placeMany(data) {
  const total = Number(data.get('count'));
  const start = prefix();
  let next = 0;
  let accepted = 0;
  let failed = 0;
  let lastFailure = '';
  async function oneAfterTheOther() {
    while (next < total) {
      next += 1;
      const result = await place(`${start}-${next}`, data.get('customer'), 9.99).catch(unreachable);
      if (result.accepted) accepted += 1;
      else { failed += 1; lastFailure = ` The last one ${result.text}`; }
    }
  }
  const progress = setInterval(() => say(byId('sent'), `Placing: ${accepted + failed} of ${total} …`), 500);
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, oneAfterTheOther));
  } finally {
    clearInterval(progress);
  }
  say(byId('sent'), `${count(accepted, 'order')} accepted, ${failed} failed.${lastFailure}`);
}

function onSubmit(form, work) {
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      await work(new FormData(form));
    } finally {
      button.disabled = false;
    }
  });
}

/** Makes the forms work. */
export function connectForms() {
  onSubmit(byId('one'), placeOne);
  onSubmit(byId('many'), placeMany);
}
