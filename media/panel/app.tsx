import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { PageState } from '../../src/views/panel/protocol';
import { ActionBar } from './actionBar';
import { Aside } from './aside';
import { Banners } from './banners';
import { Changelog } from './changelog/changelog';
import { Checklist } from './checklist';
import { CompactBar } from './compactBar';
import { Comments, Description } from './discussion';
import { keepFocus } from './focus';
import { Gates } from './gates';
import { Header } from './header';
import { Highlights } from './highlights';
import { changelogOf, PageContext } from './pageContext';
import type { Page, PageStore } from './pageStore';
import type { PlaceKeeper } from './place';
import { Risk } from './risk';
import { Skeleton } from './skeleton';
import { Verdict } from './verdict';

/** The whole page. */
export function App({ store, place }: { store: PageStore; place: PlaceKeeper }) {
  const [page, setPage] = useState(store.page);
  const ready = page.state?.phase === 'ready';

  useEffect(() => {
    store.subscribe(() => {
      setPage(store.page);
    });
    setPage(store.page);
  }, [store]);
  useLayoutEffect(() => {
    if (ready) place.restorePage();
  }, [ready, place]);
  useEffect(() => keepFocus(), []);

  return (
    <PageContext.Provider value={{ page, store, place }}>
      <div class="page">
        <Parts page={page} />
        <div class="hidden" role="status" aria-live="polite" id="announcer">
          {page.announcement}
        </div>
      </div>
    </PageContext.Provider>
  );
}

function Parts({ page }: { page: Page }) {
  const { state } = page;
  if (state === null) return <Skeleton header verdict />;
  return (
    <>
      <div class="top">
        <Banners banners={state.banners} />
        {state.phase === 'ready' && <CompactBar state={state} />}
      </div>
      {state.header !== null && <Header header={state.header} />}
      {state.verdict !== null && <Verdict verdict={state.verdict} />}
      {state.phase === 'loading' ? (
        <Skeleton header={state.header === null} verdict={state.verdict === null} />
      ) : (
        <Columns state={state} page={page} />
      )}
      <ActionBar state={state} />
    </>
  );
}

function Columns({ state, page }: { state: PageState; page: Page }) {
  if (state.phase === 'failed') {
    return (
      <main class="failed">
        {state.header === null && <h1>The release could not be read</h1>}
        <p class="dim">What went wrong is said above. Nothing is shown that could be out of date.</p>
      </main>
    );
  }
  const changelog = changelogOf(page);
  const showsChangelog = state.changelogKey !== null || state.changelogStatus !== null;
  return (
    <div class="columns">
      <Aside>
        {state.risk !== null && <Risk risk={state.risk} />}
        {state.checklist !== null && <Checklist checklist={state.checklist} />}
        {state.gates.length > 0 && <Gates state={state} />}
      </Aside>
      <main class="main">
        {state.highlights !== null && <Highlights highlights={state.highlights} changes={state.changes} />}
        {showsChangelog && <Changelog changelog={changelog} state={state} />}
        {state.description !== null && <Description description={state.description} />}
        {state.comments.length > 0 && <Comments comments={state.comments} />}
      </main>
    </div>
  );
}
