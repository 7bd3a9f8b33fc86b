// The lag of the last five minutes as lines, and as a table. It knows what came while the page was open.
import { byId, count, keep, make, say } from './dom.js';

const SPAN_MS = 5 * 60_000;
const ROW_MS = 15_000;
const MOST_SERIES = 4;
const WHOLE = new Intl.NumberFormat('en');
const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 240;
// In pixels of the page; the right edge follows its width.
const PLOT = { left: 62, right: 0, top: 30, bottom: 190 };

const history = new Map();
let latestAt;

addEventListener('resize', () => latestAt && draw(latestAt));

/** Adds the figures of a view, and draws. */
export function record(view) {
  const now = Date.parse(view.at);
  for (const cluster of view.clusters) {
    for (const consumer of cluster.consumers) {
      for (const topic of consumer.topics) add(nameOf(view, cluster, consumer, topic), now, topic.lagRecords);
    }
  }
  for (const [name, points] of history) {
    while (points.length && points[0].at < now - SPAN_MS) points.shift();
    if (!points.length) history.delete(name);
  }
  latestAt = now;
  draw(now);
}

/** Two members of a group, or two clusters, are two lines. */
function nameOf(view, cluster, consumer, topic) {
  const members = cluster.consumers.filter(other => other.group === consumer.group).length;
  const who = members > 1 ? consumer.clientId : consumer.group;
  return `${who} in ${topic.topic}${view.clusters.length > 1 ? ` (${cluster.alias})` : ''}`;
}

function add(name, at, lag) {
  if (!history.has(name)) {
    if (history.size >= MOST_SERIES) return;
    history.set(name, []);
  }
  history.get(name).push({ at, lag });
}

/** The next of 1, 2, 5, 10, 20, 50 … at or above a figure; at least 10, so that an empty chart is flat. */
export function niceTop(highest) {
  const power = 10 ** Math.floor(Math.log10(Math.max(10, highest)));
  return [1, 2, 5, 10].map(step => step * power).find(top => top >= highest);
}

function draw(now) {
  const chart = byId('chart');
  const width = Math.max(200, chart.clientWidth);
  PLOT.right = width - 8;
  chart.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  const highest = Math.max(0, ...[...history.values()].flat().map(point => point.lag ?? 0));
  const top = niceTop(highest);
  const x = at => PLOT.right - (now - at) / SPAN_MS * (PLOT.right - PLOT.left);
  const y = lag => PLOT.bottom - lag / top * (PLOT.bottom - PLOT.top);
  chart.replaceChildren(...axes(top, y), ...[...history.values()].map((points, index) => line(points, index, x, y)));
  chart.setAttribute('aria-label', summary());
  legend();
  table(now);
}

function axes(top, y) {
  const parts = [0, top / 2, top].flatMap(lag => [
    shape('line', { class: 'grid', x1: PLOT.left, x2: PLOT.right, y1: y(lag), y2: y(lag) }),
    label(PLOT.left - 8, y(lag) + 5, 'end', WHOLE.format(lag)),
  ]);
  for (let minutes = 5; minutes >= 0; minutes -= 1) {
    const at = PLOT.right - minutes / 5 * (PLOT.right - PLOT.left);
    parts.push(shape('line', { class: 'grid', x1: at, x2: at, y1: PLOT.bottom, y2: PLOT.bottom + 5 }));
    parts.push(label(at, PLOT.bottom + 22, minutes ? 'middle' : 'end', minutes ? `−${minutes}` : 'now'));
  }
  parts.push(label(4, 16, 'start', 'records behind'));
  parts.push(label((PLOT.left + PLOT.right) / 2, HEIGHT - 6, 'middle', 'minutes'));
  return parts;
}

/** A line, interrupted where the lag was not known. */
function line(points, index, x, y) {
  let path = '';
  let pen = 'M';
  for (const { at, lag } of points) {
    if (lag !== null) path += `${pen}${x(at).toFixed(1)} ${y(lag).toFixed(1)}`;
    pen = lag === null ? 'M' : 'L';
  }
  return shape('path', { class: `series series-${index + 1}`, d: path });
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function label(x, y, anchor, text) {
  const element = shape('text', { x, y, 'text-anchor': anchor });
  element.textContent = text;
  return element;
}

function latest(points) {
  const lag = points[points.length - 1].lag;
  return lag === null ? 'not known' : count(lag, 'record');
}

function summary() {
  const parts = [...history].map(([name, points]) =>
    `${name}: now ${latest(points)}, at most ${WHOLE.format(Math.max(0, ...points.map(point => point.lag ?? 0)))}`);
  return `Lag of the last 5 minutes in records. ${parts.join('. ') || 'No figures yet'}.`;
}

function legend() {
  keep(byId('legend'), [...history.keys()].map((name, index) => ({ name, index })), series => `${series.index} ${series.name}`,
    ({ index }) => {
      const entry = make('li');
      const sample = shape('svg', { viewBox: '0 0 40 10', 'aria-hidden': 'true' });
      sample.append(shape('line', { class: `series series-${index + 1}`, x1: 0, x2: 40, y1: 5, y2: 5 }));
      entry.append(sample, make('span'));
      return entry;
    },
    (entry, { name }) => say(entry.lastChild, `${name}: ${latest(history.get(name))}`));
}

/** One row for each quarter of a minute, the latest first, with the highest lag in it. */
function table(now) {
  const names = [...history.keys()];
  keep(byId('chart-head'), ['Seconds ago', ...names], name => name, () => make('th'), say);
  [...byId('chart-head').children].forEach(head => { head.scope = 'col'; });
  const rows = Array.from({ length: SPAN_MS / ROW_MS }, (_, index) => index);
  keep(byId('chart-rows'), rows, String, () => make('tr'), (row, index) => {
    const cells = [`${index * ROW_MS / 1000} to ${(index + 1) * ROW_MS / 1000}`, ...names.map(name => highestIn(name, now, index))];
    keep(row, cells.map((text, column) => ({ text, column })), cell => String(cell.column), () => make('td'),
      (cell, { text }) => say(cell, text));
  });
}

function highestIn(name, now, index) {
  const known = history.get(name)
    .filter(({ at, lag }) => lag !== null && Math.floor((now - at) / ROW_MS) === index)
    .map(({ lag }) => lag);
  return known.length ? WHOLE.format(Math.max(...known)) : '–';
}
