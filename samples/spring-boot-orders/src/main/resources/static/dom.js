// Small tools. Text only ever goes in as text, never as markup: what comes from topics, groups and errors is not trusted.

export const byId = id => document.getElementById(id);

/** Makes an element with a class and a text. */
export function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Sets a text, and touches nothing when it is the same: selections and screen readers stay where they are. */
export function say(element, text) {
  const next = text ?? '';
  if (element.textContent !== next) element.textContent = next;
}

/** Sets a text whose tone colour underlines: good, watch, bad or unknown. The text must do without the colour. */
export function sayIn(element, tone, text) {
  say(element, text);
  if (element.dataset.tone !== tone) element.dataset.tone = tone;
}

/**
 * Makes the children of an element those of a list, each kept over updates by its key.
 * @param create makes the child of a new key
 * @param update brings a child up to date
 */
export function keep(parent, items, keyOf, create, update) {
  const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const key = keyOf(item);
    const child = old.get(key) ?? create(item);
    child.dataset.key = key;
    old.delete(key);
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
    update(child, item);
  });
  old.forEach(child => child.remove());
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = (value, word) => `${WHOLE.format(value)} ${word}${value === 1 ? '' : 's'}`;

/** A time span in words: not known, 0.4 s, 12 s, 3 min 20 s. */
export function seconds(value) {
  if (value === null || value === undefined) return 'not known';
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 90) return `${Math.round(value)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
