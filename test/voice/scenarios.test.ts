import { describe, expect, it } from 'vitest';
import { play } from './play.ts';
import { readScenarios } from './scenario.ts';

// Calls under a virtual clock: a real session and real turn-taking; words, sound and answers by the scenario. README.md tells the format.
describe.each(readScenarios())('$path', ({ assistant, scenarios }) => {
  it.each(scenarios)('$name', async (scenario) => {
    expect(await play(scenario, assistant)).toEqual([]);
  });
});
