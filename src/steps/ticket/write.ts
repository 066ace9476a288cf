// Lets the model write the ticket's story, where there is one. Whatever goes wrong, the ticket is assembled from data.
import type { Deps } from '../../deps.ts';
import type { DraftData, Written } from './draft-data.ts';

export async function writeStory(_deps: Deps, _data: DraftData): Promise<Written | null> {
  return null;
}
