/**
 * Lets a click anywhere on a row do what the row's own control does. The control stays the one thing that keyboards and
 * screen readers meet; other controls in the row, and text that is being selected, are left alone.
 *
 * @param control selects the control inside of the row.
 * @param except selects parts of the row that are no part of the target.
 */
export function clickControl(event: MouseEvent, control: string, except = ''): void {
  const { currentTarget: row, target } = event;
  if (!(row instanceof Element) || !(target instanceof Element)) return;
  const own = ['button', 'a', 'input', ...(except === '' ? [] : [except])].join(', ');
  if (target.closest(own) !== null || document.getSelection()?.isCollapsed === false) return;
  row.querySelector<HTMLElement>(control)?.click();
}
