import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type Command } from 'vscode';
import type { GateState } from '../../core/policy/gate';
import { visibleText } from '../../core/visibleText';
import type { CommandId } from '../../contributions';

/** How a row looks, apart from its label. */
export interface Row {
  readonly icon?: ThemeIcon;
  readonly description?: string;
  readonly open?: 'none' | 'collapsed' | 'expanded';
  readonly context: string;
  readonly tooltip?: string;
  readonly spoken?: string;
  readonly command?: Command | undefined;
}

/** A row; everything that came from GitHub or git goes through `visibleText` here. */
export function row(label: string, look: Row): TreeItem {
  const item = new TreeItem(
    visibleText(label),
    {
      none: TreeItemCollapsibleState.None,
      collapsed: TreeItemCollapsibleState.Collapsed,
      expanded: TreeItemCollapsibleState.Expanded,
    }[look.open ?? 'none'],
  );
  item.contextValue = look.context;
  item.tooltip = visibleText(look.tooltip ?? [label, look.description].filter(Boolean).join('\n'));
  if (look.icon !== undefined) item.iconPath = look.icon;
  if (look.description !== undefined) item.description = visibleText(look.description);
  if (look.spoken !== undefined) item.accessibilityInformation = { label: visibleText(look.spoken) };
  if (look.command !== undefined) item.command = look.command;
  return item;
}

export function icon(id: string, colour?: string): ThemeIcon {
  return colour === undefined ? new ThemeIcon(id) : new ThemeIcon(id, new ThemeColor(colour));
}

export function gateIcon(state: GateState): ThemeIcon {
  switch (state) {
    case 'pass':
      return icon('pass', 'testing.iconPassed');
    case 'fail':
      return icon('error', 'testing.iconFailed');
    case 'pending':
      return icon('clock', 'testing.iconQueued');
    case 'unknown':
      return icon('question', 'list.warningForeground');
    case 'not-applicable':
      return icon('circle-slash', 'disabledForeground');
  }
}

export function commandOf(command: CommandId, title: string, argument: unknown): Command {
  return { command, title, arguments: [argument] };
}

/** Everything of a row that can be seen or heard, and what a click does. */
export function lookOf(item: TreeItem): string {
  const { label, description, tooltip, iconPath, collapsibleState, contextValue, checkboxState, command } = item;
  const spoken = item.accessibilityInformation?.label;
  return JSON.stringify([
    label,
    description,
    tooltip,
    iconPath,
    collapsibleState,
    contextValue,
    checkboxState,
    command?.command,
    spoken,
  ]);
}
