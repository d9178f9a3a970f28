import { onBeforeUnmount, onMounted } from 'vue';
import type { Call } from '../voice/call.ts';

/** Where the space bar has a meaning of its own. */
const TAKES_SPACE =
  'input, textarea, select, button, a, summary, [contenteditable], [role=button], [tabindex="0"]:not(.va-log, .va-captions)';

/**
 * Held, the space bar is the talk button, wherever it means nothing else.
 * @param ground where keys are for the assistant: in a page of others only inside of it
 */
export function useTalkKey(call: Call, ground: () => EventTarget | null, isReady: () => boolean): void {
  let isHeld = false;
  let listening: EventTarget | null = null;
  const onDown = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== ' ' || event.defaultPrevented) return;
    if (isHeld) {
      event.preventDefault();
      return;
    }
    const { target } = event;
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !isReady()) return;
    if (!(target instanceof Element) || target.closest(TAKES_SPACE)) return;
    event.preventDefault();
    isHeld = true;
    call.press();
  };
  const letGo = () => {
    if (!isHeld) return;
    isHeld = false;
    call.release();
  };
  const onUp = (event: Event) => {
    if (event instanceof KeyboardEvent && event.key === ' ') letGo();
  };
  onMounted(() => {
    listening = ground();
    listening?.addEventListener('keydown', onDown);
    listening?.addEventListener('keyup', onUp);
    window.addEventListener('blur', letGo);
  });
  onBeforeUnmount(() => {
    listening?.removeEventListener('keydown', onDown);
    listening?.removeEventListener('keyup', onUp);
    window.removeEventListener('blur', letGo);
  });
}
