/** The steps of a run, for a person. */
export const stepTexts = {
  reading: 'Reading and checking the file',
  asking: 'Asking the site',
  planning: 'Planning',
  creating: 'Creating users',
} as const;
