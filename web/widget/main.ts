import { siteShows } from './site-page.ts';
import { TAG, VaAssistant } from './va-assistant.ts';

/**
 * `va_widget.js`: the element `<va-assistant>`, and on pages of the company site the element itself. The script is small; the
 * assistant is loaded when somebody opens it.
 */
async function start(): Promise<void> {
  // Loaded twice, the first one stays.
  if (customElements.get(TAG)) return;
  customElements.define(TAG, VaAssistant);
  if (!(await siteShows())) return;
  if (document.body === null)
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  if (document.querySelector(TAG) === null) document.body.append(document.createElement(TAG));
}

void start();
