import { afterAll, beforeAll, describe, it } from 'vitest';
import { createPlayer } from './play.ts';
import { readScenarios } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

/** What a scenario expected and did not get; where in the runner it was noticed tells nobody anything. */
class Differs extends Error {
  override readonly stack = this.message;
}

// Every scenario file in a company of its own, over the API, with the offline model or the one that
// `--provider` names. README.md tells the format.
describe.each(readScenarios())('$path', (file) => {
  let stage: Stage;
  let player: ReturnType<typeof createPlayer>;
  beforeAll(async () => {
    stage = await openStage();
    player = createPlayer(stage, file);
    await player.start();
  });
  afterAll(() => stage?.company.close());

  it.for(file.scenarios)('$name', async (scenario, { task }) => {
    const problems = await player.play(scenario);
    if (stage.playedBy !== null) Object.assign(task.meta, { usage: await stage.takeUsage() });
    if (problems.length > 0) throw new Differs(problems.join('\n'));
  });
});
