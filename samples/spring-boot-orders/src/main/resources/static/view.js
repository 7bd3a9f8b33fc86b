// Shows what GET /actuator/kafkasdk would answer: io.kafkasdk.spring.boot.actuate.KafkaSdkView.
import { byId, count, keep, make, say, sayIn, seconds } from './dom.js';

// Each state has a symbol and words of its own; colour only repeats them.
const CONDITIONS = {
  NOT_STARTED: ['unknown', '○ not started'],
  RUNNING: ['good', '✓ running'],
  WITHOUT_PARTITIONS: ['unknown', '○ has no partitions now'],
  PAUSED: ['watch', '‖ paused by the application'],
  CIRCUIT_OPEN: ['bad', '▲ circuit open: too many records failed in a row'],
  DRAINING: ['watch', '↓ draining'],
  STOPPED: ['unknown', '■ stopped'],
  HELD_UP: ['watch', '▲ held up: some of its records do not move'],
  STALLED: ['bad', '✕ stalled: nothing moves'],
  HUNG: ['bad', '✕ hung: its poll thread does not come round'],
  FAILED: ['bad', '✕ failed: see why'],
};
const STATUSES = {
  OK: ['good', '✓ OK'],
  UNKNOWN: ['unknown', '? not known yet'],
  PAUSED: ['watch', '‖ paused'],
  WARN: ['watch', '▲ falls behind'],
  REWIND: ['bad', '↺ went back'],
  STALL: ['bad', '✕ stalls'],
  STOP: ['bad', '✕ stopped'],
};
const VERDICTS = {
  SAFE: ['good', '✓ safe'],
  NO_HEADROOM: ['watch', '▲ no headroom'],
  SINGLE_COPY: ['watch', '▲ single copy'],
  NO_REDUNDANCY: ['bad', '✕ no redundancy'],
  UNWRITABLE: ['bad', '✕ cannot be written'],
  MIXED: ['watch', '▲ mixed'],
  UNKNOWN: ['unknown', '? not known'],
};
const other = word => ['unknown', `? ${word}`];

/** Makes a card whose parts are reached by name: card.parts.title. */
function card(...parts) {
  const element = make('article', 'card');
  element.parts = {};
  for (const [name, tag, className] of parts) {
    element.parts[name] = element.appendChild(make(tag, className ?? ''));
  }
  return element;
}

/** Shows a text, or nothing at all where there is none. */
function maybe(element, text) {
  say(element, text);
  element.hidden = !text;
}

const inCluster = (clusters, list) => clusters.flatMap(cluster =>
  cluster[list].map(item => ({ ...item, cluster: clusters.length > 1 ? ` on ${cluster.alias}` : '', alias: cluster.alias })));

const told = diagnosis => diagnosis && `${diagnosis.what}. Cause: ${diagnosis.cause}. Cure: ${diagnosis.cure}`;

function lagText(topic) {
  if (topic.lagRecords === null) return 'Lag not known yet.';
  if (topic.lagRecords === 0) return '0 records behind.';
  const catchUp = topic.secondsToCatchUp === null ? '' : `, caught up in about ${seconds(topic.secondsToCatchUp)}`;
  return `${count(topic.lagRecords, 'record')} behind, the oldest waits ${seconds(topic.lagSeconds)}${catchUp}.`;
}

function showConsumers(clusters) {
  keep(byId('consumers'), inCluster(clusters, 'consumers'), consumer => consumer.alias + '/' + consumer.clientId,
    () => card(['title', 'h3'], ['state', 'p', 'state'], ['flight', 'p', 'quiet'], ['why', 'p', 'cure'], ['topics', 'div', 'cards']),
    ({ parts }, consumer) => {
      say(parts.title, `Group ${consumer.group}${consumer.cluster}`);
      sayIn(parts.state, ...(CONDITIONS[consumer.condition] ?? other(consumer.condition)));
      say(parts.flight, `${count(consumer.inFlight, 'record')} in flight`);
      maybe(parts.why, told(consumer.failure ?? consumer.stall ?? consumer.circuit));
      keep(parts.topics, consumer.topics, topic => topic.topic,
        () => card(['name', 'p'], ['status', 'p', 'state'], ['lag', 'p', 'lag'], ['evidence', 'p', 'quiet']),
        ({ parts: shown }, topic) => {
          say(shown.name, `Topic ${topic.topic}, ${count(topic.partitions, 'partition')}`);
          sayIn(shown.status, ...(STATUSES[topic.status] ?? other(topic.status)));
          say(shown.lag, lagText(topic));
          maybe(shown.evidence, topic.evidence);
        });
    });
}

function showTopics(clusters) {
  keep(byId('topics'), inCluster(clusters, 'topics'), topic => topic.alias + '/' + topic.topic,
    () => card(['name', 'h3'], ['verdict', 'p', 'state'], ['summary', 'p'], ['cure', 'p', 'cure']),
    ({ parts }, topic) => {
      say(parts.name, topic.topic + topic.cluster);
      sayIn(parts.verdict, ...(VERDICTS[topic.kind] ?? other(topic.kind)));
      say(parts.summary, topic.summary);
      maybe(parts.cure, topic.cure);
    });
}

const PRODUCERS = {
  PLAIN: 'guarded',
  TRANSACTIONAL: 'guarded, transactional',
  ADOPTED: 'of the application itself, watched',
};

function showProducers(clusters) {
  keep(byId('producers'), inCluster(clusters, 'producers'), producer => producer.alias + '/' + producer.clientId,
    () => card(['name', 'p']),
    ({ parts }, producer) => {
      say(parts.name, `${producer.clientId}${producer.cluster}: ${PRODUCERS[producer.kind] ?? producer.kind}`);
    });
}

function showClusters(clusters) {
  keep(byId('clusters'), clusters, cluster => cluster.alias,
    () => card(['name', 'h3'], ['state', 'p', 'state'], ['why', 'p', 'cure']),
    ({ parts }, { alias, connection }) => {
      say(parts.name, alias);
      if (connection.reachable === null) sayIn(parts.state, 'unknown', '? not asked yet');
      else if (connection.reachable) sayIn(parts.state, 'good', `✓ answers, ${count(connection.brokers, 'broker')}`);
      else sayIn(parts.state, 'bad', '✕ does not answer');
      maybe(parts.why, told(connection.diagnosis));
    });
}

const CELLS = [
  ['When', letter => new Date(letter.at).toLocaleTimeString()],
  ['Record', letter => `${letter.topic}, partition ${letter.partition}, offset ${letter.offset}`],
  ['What became of it', letter => letter.end === 'SKIPPED' ? '✕ skipped' : `→ ${letter.deadLetterTopic}`],
  ['Attempts', letter => String(letter.attempts)],
  ['Failed with', letter => letter.exceptionClass ?? 'not known'],
];

function letterRow() {
  const row = make('tr');
  CELLS.forEach(([label]) => { row.appendChild(make('td')).dataset.label = label; });
  return row;
}

function showLetters(letters) {
  const since = 'since the start of this instance';
  say(byId('letters-count'), letters.deadLettered + letters.skipped + letters.refused === 0
    ? `None ${since}.`
    : `${count(letters.deadLettered, 'dead letter')}, ${letters.skipped} skipped, ${letters.refused} refused by the dead letter topic, ${since}.`);
  byId('letters').hidden = letters.recent.length === 0;
  keep(byId('letters-rows'), letters.recent.slice(0, 20),
    letter => [letter.group, letter.topic, letter.partition, letter.offset, letter.at].join('/'),
    letterRow,
    (row, letter) => CELLS.forEach(([, text], index) => say(row.children[index], text(letter))));
}

/** Brings the page up to date. */
export function show(view) {
  showConsumers(view.clusters);
  showTopics(view.clusters);
  showProducers(view.clusters);
  showClusters(view.clusters);
  showLetters(view.deadLetters);
}
