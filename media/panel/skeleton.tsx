/** The page before anything is known: its parts where they will be, so that nothing jumps. */
export function Skeleton({ header, verdict }: { header: boolean; verdict: boolean }) {
  return (
    <main class="skeleton">
      {header && <h1 class="hidden">Release</h1>}
      <span class="hidden" role="status">
        Reading the release
      </span>
      {header && (
        <div class="skeleton-header" aria-hidden="true">
          <Bars widths={['s', 'l', 'm', 'm']} />
        </div>
      )}
      {verdict && (
        <div class="skeleton-verdict" aria-hidden="true">
          <Bars widths={['m']} />
        </div>
      )}
      <div class="columns" aria-hidden="true">
        <div class="aside">
          <Bars widths={['s', 'full', 's', 'l', 'l', 's', 'full', 'l', 'full', 'm']} />
        </div>
        <div class="main">
          <Bars widths={['s', 'full', 'l', 'm', 's', 'full', 'l', 'full', 'l', 'm']} />
        </div>
      </div>
    </main>
  );
}

function Bars({ widths }: { widths: readonly string[] }) {
  return (
    <>
      {widths.map((width, index) => (
        <span key={index} class={`bar bar-${width}`} />
      ))}
    </>
  );
}
