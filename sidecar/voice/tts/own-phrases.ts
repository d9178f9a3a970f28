import { say as sayOfTurn } from '../../turn/sentences.ts';
import { say } from '../sentences.ts';
import { createEar } from '../session/ear.ts';

/** What we say again and again to everybody alike, as the clauses that are synthesised. */
export function ownPhrases(): ReadonlySet<string> {
  const sentences = [
    say('oneMoment'),
    say('shallI'),
    say('restOnScreen'),
    say('onScreen'),
    say('nothingHeard'),
    say('yesFaint'),
    sayOfTurn('stopped'),
    sayOfTurn('nothingToStop'),
    sayOfTurn('cancelled'),
    sayOfTurn('kept'),
    sayOfTurn('stillWorking'),
    sayOfTurn('nothingToUndo'),
    sayOfTurn('whatElse'),
    sayOfTurn('yesAgain'),
    sayOfTurn('confirmOnPage'),
  ];
  return new Set(
    sentences.flatMap((sentence) => {
      const ear = createEar();
      return [sentence, ...ear.push(sentence), ...ear.end()];
    }),
  );
}
