import shellCss from './widget.css?inline';

/** What stands in the shadow tree before the assistant is loaded. */
export interface Shell {
  readonly launcher: HTMLButtonElement;
  readonly panel: HTMLDialogElement;
  /** Holds the assistant. */
  readonly room: HTMLElement;
  readonly close: HTMLButtonElement;
}

const SVG = 'http://www.w3.org/2000/svg';
/** A balloon with three bars of a voice in it. */
const SPEAK =
  'M4 4h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-7l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM8 9.5v3M12 7.5v7M16 9.5v3';
const CROSS = 'M6 6l12 12M18 6L6 18';

let sheet: CSSStyleSheet | null = null;

/** Builds the button and the empty panel. */
export function buildShell(root: ShadowRoot): Shell {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(shellCss);
  }
  root.adoptedStyleSheets = [sheet];
  const launcher = button('launcher', 'Open the assistant', SPEAK);
  launcher.setAttribute('aria-haspopup', 'dialog');
  launcher.setAttribute('aria-expanded', 'false');
  const panel = document.createElement('dialog');
  panel.className = 'panel';
  panel.part.add('panel');
  panel.setAttribute('aria-label', 'Assistant');
  panel.tabIndex = -1;
  const room = document.createElement('div');
  room.className = 'room';
  const close = button('close', 'Close the assistant', CROSS);
  panel.append(room, close);
  root.append(launcher, panel);
  return { launcher, panel, room, close };
}

function button(name: string, label: string, path: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  made.part.add(name);
  made.setAttribute('aria-label', label);
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  drawing.append(line);
  made.append(drawing);
  return made;
}

/** A sentence in place of the assistant, and what can be done about it. */
export function showNote(room: HTMLElement, text: string, again: (() => void) | null): void {
  const note = document.createElement('p');
  note.className = 'note';
  note.setAttribute('role', again === null ? 'status' : 'alert');
  note.textContent = text;
  if (again !== null) {
    const retry = document.createElement('button');
    retry.type = 'button';
    retry.textContent = 'Try again';
    retry.addEventListener('click', again);
    note.append(retry);
  }
  room.replaceChildren(note);
}
