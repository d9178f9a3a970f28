import { type Ref, ref, watch } from 'vue';

/**
 * What a screen reader is told, and when: never while the assistant speaks itself. What came meanwhile is told afterwards, the last only.
 * @param source counts up with each announcement
 * @param isWanted false: this announcement is left out, because it is spoken
 */
export function usePolite(
  source: () => { readonly text: string; readonly n: number },
  isSpeaking: () => boolean,
  isWanted: () => boolean = () => true,
): Ref<{ text: string; n: number }> {
  const told = ref({ text: '', n: 0 });
  let waiting: { text: string; n: number } | null = null;
  const settle = () => {
    if (waiting === null || isSpeaking()) return;
    told.value = waiting;
    waiting = null;
  };
  watch(source, (now) => {
    if (!isWanted()) return;
    waiting = now;
    settle();
  });
  watch(isSpeaking, settle);
  return told;
}
