import type { PlaceDetail } from '@linli/core/places';

/** What every form about one place is given. */
export interface PlaceDialogProps {
  readonly place: PlaceDetail;
  readonly onClose: () => void;
  readonly onChoose: (id: string | null) => void;
}
