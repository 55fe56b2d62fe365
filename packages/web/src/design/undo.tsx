import { type ReactNode, Suspense, useState } from 'react';
import { lazyPart } from './on-demand.tsx';
import styles from './undo.module.css';
import { OfferContext, type UndoOffer } from './undo-offer.ts';

const LastOffer = lazyPart(async () => (await import('./undo-bar.tsx')).LastOffer);

/** Shows the last offer below what is on the page. */
export const UndoProvider = ({ children }: { readonly children: ReactNode }) => {
  const [offer, setOffer] = useState<UndoOffer | null>(null);
  return (
    <OfferContext value={setOffer}>
      {children}
      {/* There before anything is offered: screen readers read out what appears in it. */}
      <output className={styles.place}>
        {offer ? (
          <Suspense fallback={null}>
            <LastOffer offer={offer} onEnd={() => setOffer(null)} />
          </Suspense>
        ) : null}
      </output>
    </OfferContext>
  );
};
