import type { BannerView } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon, toneIcon } from './icon';
import { IntentButton } from './intentButton';
import { useDisclosure } from './pageContext';
import { UserText } from './userText';

/** What must be read before acting: always in view, and announced when it appears. */
export function Banners({ banners }: { banners: readonly BannerView[] }) {
  return (
    <div class="banners" role="status" aria-label="Notices" data-part="banners">
      {banners.map((banner) => (
        <Banner key={banner.id} banner={banner} />
      ))}
    </div>
  );
}

function Banner({ banner }: { banner: BannerView }) {
  const [open, flip] = useDisclosure(`banner ${banner.id}`, false);
  const from = `banner ${banner.id}`;
  return (
    <div class={`banner edge-${banner.tone}`}>
      <Icon name={toneIcon(banner.tone)} tone={banner.tone} />
      <div class="banner-body">
        <p>
          <UserText text={banner.text} />
        </p>
        {open && (
          <ul class="banner-details">
            {banner.details.map((detail) => (
              <li key={detail}>
                <UserText text={detail} />
              </li>
            ))}
          </ul>
        )}
        <AnswerLine from={from} />
      </div>
      <div class="banner-actions">
        {banner.details.length > 0 && (
          <button type="button" class="link" aria-expanded={open} onClick={flip}>
            {open ? 'Hide' : banner.more}
          </button>
        )}
        {banner.actions.map((action) => (
          <IntentButton key={action.label} intent={action.intent} from={from}>
            {action.label}
          </IntentButton>
        ))}
      </div>
    </div>
  );
}
