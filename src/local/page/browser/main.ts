import { watchActions } from './actions';
import { showBalance } from './balance';
import { element, setText } from './elements';
import { showJourney } from './journey';
import { showNotice } from './notices';
import { showRows } from './rows';
import type { LiveSample, PageFacts, ShownNotice, ShownRow } from '../live-sample';

const connection = element('connection');

function tellConnection(state: 'live' | 'lost', text: string): void {
  if (connection.className !== `connection ${state}`) {
    connection.className = `connection ${state}`;
    setText(connection, text);
  }
}

function on<Data>(event: string, show: (data: Data) => void): void {
  live.addEventListener(event, message => show(JSON.parse((message as MessageEvent<string>).data) as Data));
}

const live = new EventSource('live');
live.onopen = () => element('notices').replaceChildren(); // those so far come again
live.onerror = () => tellConnection('lost', 'the run does not answer');

on<PageFacts>('facts', ({ stackName, url }) => {
  document.title = `${stackName}, local`;
  setText(element('stack'), stackName);
  setText(element('url'), `${url}events`);
});
on<LiveSample>('sample', sample => {
  tellConnection('live', 'live');
  showBalance(sample.counters);
  showJourney(sample);
});
on<ShownRow[]>('rows', showRows);
on<ShownNotice>('notice', showNotice);
watchActions(on);
