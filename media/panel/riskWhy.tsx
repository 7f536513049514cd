import type { AssessmentView, Phrase, ReasonedPhrase, RiskView } from '../../src/views/panel/protocol';
import { Icon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { PhraseText } from './phrase';
import { UserText } from './userText';

/** What the rules suggest, with every point that leads to it, and how to deploy at that risk. */
export function RiskWhy({ risk }: { risk: RiskView }) {
  const { assessment, strategies, category, hint } = risk;
  return (
    <>
      {'status' in assessment ? (
        <p class="dim note">
          <UserText text={assessment.status} />
        </p>
      ) : (
        <Assessment assessment={assessment} />
      )}
      {(category !== null || strategies.length > 0) && (
        <dl class="risk-facts">
          {category !== null && (
            <div>
              <dt>Category</dt>
              <dd>
                <Reasoned phrase={category} />
              </dd>
            </div>
          )}
          {strategies.length > 0 && (
            <div>
              <dt>Deploy by</dt>
              {strategies.map((phrase, index) => (
                <dd key={index}>
                  <Reasoned phrase={phrase} />
                </dd>
              ))}
            </div>
          )}
        </dl>
      )}
      <p class="note">
        {hint !== null && (
          <span class="dim">
            <UserText text={hint} />{' '}
          </span>
        )}
        <IntentLink id="what-if" intent={{ kind: 'whatIf' }} from="risk" title="See what another risk would ask for">
          What if…
        </IntentLink>
      </p>
    </>
  );
}

function Reasoned({ phrase: { because, ...phrase } }: { phrase: ReasonedPhrase }) {
  return (
    <>
      <PhraseText phrase={phrase} from="risk" />
      <span class="hidden">, </span>
      <span class="risk-because">
        <UserText text={because} />
      </span>
    </>
  );
}

function Assessment({ assessment: { line, points, unknown } }: { assessment: AssessmentView }) {
  const [open, flip] = useDisclosure('risk assessment', false);
  const more = points.length + unknown.length > 0;
  return (
    <div class="assessment">
      <p class="note with-icon">
        {more ? (
          <button
            type="button"
            class="icon-button chevron"
            id="risk-why"
            aria-expanded={open}
            aria-controls={open ? 'risk-points' : undefined}
            aria-label="What the suggestion rests on"
            title={open ? 'Hide what it rests on' : 'Show what it rests on'}
            onClick={flip}
          >
            <Icon name="chevron" />
          </button>
        ) : (
          <Icon name="info" />
        )}
        <span>
          <UserText text={line} />
        </span>
      </p>
      {open && (
        <ul class="risk-points" id="risk-points">
          {points.map(({ points: sum, text, evidence }, index) => (
            <li key={index}>
              <span class="risk-sum">
                +{sum}
                <span class="hidden"> {sum === 1 ? 'point' : 'points'}: </span>
              </span>
              <div>
                <UserText text={text} />
                {evidence.length > 0 && <Evidence of={text} evidence={evidence} />}
              </div>
            </li>
          ))}
          {unknown.map((text) => (
            <li key={text}>
              <span class="risk-sum">
                <span aria-hidden="true">?</span>
                <span class="hidden">Not known: </span>
              </span>
              <span class="dim">
                <UserText text={text} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** So many places show what is meant; the rest is for who asks. */
const fewest = 3;

function Evidence({ of, evidence }: { of: string; evidence: readonly Phrase[] }) {
  const [all, flip] = useDisclosure(`risk evidence ${of}`, false);
  // A button in the place of one more line would save nothing.
  const folds = evidence.length > fewest + 1;
  return (
    <>
      <ul>
        {(folds && !all ? evidence.slice(0, fewest) : evidence).map((phrase, at) => (
          <li key={at}>
            <PhraseText phrase={phrase} from="risk" />
          </li>
        ))}
      </ul>
      {folds && (
        <button type="button" class="link show-all" aria-expanded={all} onClick={flip}>
          {all ? 'Show fewer' : `Show ${String(evidence.length - fewest)} more`}
        </button>
      )}
    </>
  );
}
