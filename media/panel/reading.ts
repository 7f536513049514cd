/** How the changelog is cut into rows. */
export type ChangelogCut = 'pull' | 'commit';

/** Where the reader is: what a state update leaves alone and a reload brings back. */
export interface Reading {
  readonly cut: ChangelogCut;
  readonly filter: string;
  /** Disclosures that the reader opened or closed, by name; the others are as they come. */
  readonly open: Readonly<Record<string, boolean>>;
  readonly place: Place;
  /** The id of the element that has the focus. */
  readonly focus: string | null;
}

/** A place on the page: pixels from its top and, inside the changelog, the row at the top edge and its distance from it. */
export interface Place {
  readonly top: number;
  readonly row: string | null;
  readonly offset: number;
}

/** A page that nobody has read yet. */
export const unread: Reading = {
  cut: 'pull',
  filter: '',
  open: {},
  place: { top: 0, row: null, offset: 0 },
  focus: null,
};
