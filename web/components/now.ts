import { onBeforeUnmount, type Ref, ref, watchEffect } from 'vue';

/** The current time in epoch ms, ticking each second while `active` says so. */
export function useNow(active: () => boolean): Ref<number> {
  const now = ref(Date.now());
  let timer: number | undefined;
  watchEffect(() => {
    window.clearInterval(timer);
    if (active()) timer = window.setInterval(() => (now.value = Date.now()), 1000);
  });
  onBeforeUnmount(() => window.clearInterval(timer));
  return now;
}

/** Whole seconds until an ISO moment, never below zero. */
export function remaining(iso: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000));
}
