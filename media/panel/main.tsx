import { render } from 'preact';
import { App } from './app';
import { connectHost } from './host';
import './panel.css';
import { PageStore } from './pageStore';
import { PlaceKeeper } from './place';

const host = connectHost();
const store = new PageStore(host);
const place = new PlaceKeeper(store);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));

host.listen((message) => {
  store.receive(message);
});
render(<App store={store} place={place} />, root);
place.start();
host.post({ type: 'ready' });
