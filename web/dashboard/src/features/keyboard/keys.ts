/**
 * The key as a Latin letter: what it types, or, on a layout that types no Latin letters, what stands at
 * its place. `?` and `/` are taken as typed.
 */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code'>): string {
  const typed = event.key.toLowerCase();
  if (typed.length !== 1 || typed <= '\u007f') return typed;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return letter ? letter.toLowerCase() : typed;
}

/** What the sheet shows, by group: keys and the name of what they do. */
export const SHEET: { group: string; rows: [keys: string[], name: string][] }[] = [
  {
    group: 'keys.everywhere',
    rows: [
      [['Mod', 'K'], 'keys.palette'],
      [['?'], 'keys.sheet'],
      [['G', 'L'], 'nav.agentAssist'],
      [['G', 'R'], 'nav.requests'],
      [['G', 'C'], 'nav.myChats'],
      [['G', 'H'], 'nav.history'],
      [['G', 'T'], 'nav.tickets'],
      [['G', 'K'], 'nav.knowledge'],
      [['G', 'S'], 'nav.settings'],
      [['A'], 'keys.accept'],
      [['J'], 'keys.next'],
      [['K'], 'keys.previous'],
      [['/'], 'keys.search'],
      [['Z'], 'common.undo'],
      [['Mod', 'Shift', 'D'], 'keys.dnd'],
      [['Esc'], 'keys.escape'],
    ],
  },
  {
    group: 'keys.conversation',
    rows: [
      [['T'], 'action.takeControl'],
      [['R'], 'composer.reply'],
      [['N'], 'action.addNote'],
      [['B'], 'action.handBack'],
      [['Shift', 'T'], 'action.transfer'],
      [['E'], 'action.resolve'],
      [[']'], 'guest.panel'],
      [['/'], 'keys.shortcuts'],
      [['Mod', '↵'], 'composer.send'],
      [['Shift', '↵'], 'keys.newLine'],
    ],
  },
];

/** The modifier's name on this machine. */
export function modName(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}
