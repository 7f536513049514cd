import { render } from 'preact';
import { App } from './app';
import { connectHost } from './host';
import './panel.css';
import './changelog/changelog.css';
import './changes.css';
import './highlights.css';
import './risk.css';
import { PageStore } from './pageStore';
import { PlaceKeeper } from './place';
import { revealSection } from './section';

const host = connectHost();
const store = new PageStore(host);
const place = new PlaceKeeper(store);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));

host.listen((message) => {
  if (message.type === 'reveal') revealSection(message.part);
  else store.receive(message);
});
render(<App store={store} place={place} />, root);
place.start();
host.post({ type: 'ready' });
