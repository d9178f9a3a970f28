import { onBeforeUnmount, onMounted, type Ref } from 'vue';

const MOVES = ['focusin', 'pointerdown'] as const;

/**
 * Whether the keyboard is with the assistant: it may then move between its parts. On a page with other things on it the person
 * may be typing there, and nothing may take the keyboard out of his hands.
 * @param aside there is a page around it: at first the keyboard is with that
 */
export function useKeyboard(element: Ref<HTMLElement | null>, aside: boolean): () => boolean {
  let here = !aside;
  const follow = (event: Event) => {
    here = element.value !== null && event.composedPath().includes(element.value);
  };
  // Moves within one shadow tree are not told outside of it.
  const trees = () => new Set([document, element.value?.getRootNode() ?? document]);
  let listened: ReadonlySet<Node> = new Set();
  onMounted(() => {
    const { activeElement } = document;
    const nowhere = activeElement === null || activeElement === document.body;
    here = nowhere ? !aside : reaches(activeElement, element.value);
    listened = trees();
    for (const tree of listened) for (const type of MOVES) tree.addEventListener(type, follow, true);
  });
  onBeforeUnmount(() => {
    for (const tree of listened) for (const type of MOVES) tree.removeEventListener(type, follow, true);
  });
  return () => here;
}

/** Whether `outer` holds `inner` or hosts the shadow tree that it is in. */
function reaches(outer: Element, inner: HTMLElement | null): boolean {
  const root = inner?.getRootNode();
  return inner?.contains(outer) === true || (root instanceof ShadowRoot && root.host === outer);
}

/** The element that has the keyboard, in whatever tree of the page `near` stands; null when none has. */
export function focusedNear(near: Element | null): Element | null {
  const root = near?.getRootNode();
  const at = root instanceof ShadowRoot ? root.activeElement : document.activeElement;
  return at === document.body ? null : at;
}
