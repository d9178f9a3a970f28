import type { Model } from '../model.ts';

/** The offline model, whose rules and words are read when somebody speaks first: an idle service has no use for them. */
export function offlineOnFirstUse(): Model {
  return {
    id: 'offline',
    rules: true,
    async *stream(request, signal) {
      const { createOfflineModel } = await import('./offline-model.ts');
      yield* createOfflineModel().stream(request, signal);
    },
  };
}
