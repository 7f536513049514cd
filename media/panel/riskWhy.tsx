import type { AssessmentView, RiskView } from '../../src/views/panel/protocol';
import { Icon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { PhraseText } from './phrase';
import { UserText } from './userText';

/** What the rules suggest, with every point that leads to it, and how to deploy at that risk. */
export function RiskWhy({ risk }: { risk: RiskView }) {
  const { assessment, strategies, category } = risk;
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
                <PhraseText phrase={category} from="risk" />
              </dd>
            </div>
          )}
          {strategies.length > 0 && (
            <div>
              <dt>Deploy by</dt>
              <dd>
                <ul>
                  {strategies.map((phrase, index) => (
                    <li key={index}>
                      <PhraseText phrase={phrase} from="risk" />
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          )}
        </dl>
      )}
      <p class="note">
        <IntentLink id="what-if" intent={{ kind: 'whatIf' }} from="risk" title="See what the gates would say">
          What if…
        </IntentLink>
      </p>
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
              <span class="risk-sum">+{sum}</span>
              <div>
                <UserText text={text} />
                {evidence.length > 0 && (
                  <ul>
                    {evidence.map((phrase, at) => (
                      <li key={at}>
                        <PhraseText phrase={phrase} from="risk" />
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            </li>
          ))}
          {unknown.map((text) => (
            <li key={text}>
              <span class="risk-sum">?</span>
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
