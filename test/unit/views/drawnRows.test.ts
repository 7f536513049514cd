import assert from 'node:assert/strict';
import { DrawnRows } from '../../../src/views/tree/drawnRows';

interface Row {
  id: string;
  text: string;
  below?: readonly Row[];
}

const row = (id: string, text = id, below: readonly Row[] = []): Row => ({ id, text, below });

describe('the rows that the editor has been handed', () => {
  let state: readonly Row[];
  let rows: DrawnRows<Row>;

  beforeEach(() => {
    state = [row('a', 'A', [row('a1'), row('a2', 'a2', [row('deep')])]), row('b', 'B', [row('b1')])];
    rows = new DrawnRows<Row>({
      childrenOf: (node) => (node === undefined ? state : (node.below ?? [])),
      idOf: (node) => node.id,
      lookOf: (node) => node.text,
      readsState: () => false,
    });
    unfold();
  });

  /** Asks for every row, as the editor does for unfolded ones. */
  function unfold(node?: Row): readonly Row[] {
    const below = rows.childrenOf(node);
    return below.flatMap((each) => [each, ...unfold(each)]);
  }

  function redrawn(): readonly string[] | 'everything' {
    const changed = rows.update();
    return changed === 'everything' ? changed : changed.map((each) => each.id);
  }

  it('are left alone when nothing that can be seen differs', () => {
    state = structuredClone(state);
    assert.deepEqual(redrawn(), []);
  });

  it('are drawn anew alone, not with their neighbours', () => {
    state = [row('a', 'A', [row('a1', 'new'), row('a2', 'a2', [row('deep')])]), row('b', 'B', [row('b1')])];
    assert.deepEqual(redrawn(), ['a1']);
    assert.deepEqual(redrawn(), []);
  });

  it('are drawn anew with their parent when others came or went', () => {
    state = [row('a', 'A', [row('a2', 'a2', [row('deep')]), row('a1')]), row('b', 'B', [row('b1')])];
    assert.deepEqual(redrawn(), ['a']);
  });

  it('are drawn anew from the top when the top has others', () => {
    state = [...state, row('c')];
    assert.deepEqual(redrawn(), 'everything');
  });

  it('keep their object and get the new content, so that a click hands over what is true now', () => {
    const before = unfold().find((each) => each.id === 'a1');
    state = [row('a', 'A', [row('a1', 'new'), row('a2', 'a2', [row('deep')])]), row('b', 'B', [row('b1')])];
    redrawn();
    assert.equal(before?.text, 'new');
    assert.equal(
      unfold().find((each) => each.id === 'a1'),
      before,
    );
  });

  it('are not compared below rows that nobody has unfolded', () => {
    const folded = new DrawnRows<Row>({
      childrenOf: (node) => {
        if (node?.id === 'a') throw new Error('asked');
        return node === undefined ? state : [];
      },
      idOf: (node) => node.id,
      lookOf: (node) => node.text,
      readsState: () => true,
    });
    folded.childrenOf(undefined);
    assert.deepEqual(folded.update(), []);
  });

  it('lose properties that they have no longer', () => {
    const first = unfold()[0];
    state = [{ id: 'a', text: 'A' }, row('b', 'B', [row('b1')])];
    assert.deepEqual(redrawn(), ['a']);
    assert.deepEqual(first, { id: 'a', text: 'A' });
  });
});
