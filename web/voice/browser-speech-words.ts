/** Who gets what a browser's recogniser hears, in words. */
export function makerOf(userAgent: string): string {
  if (/\bEdg/.test(userAgent)) return 'Microsoft';
  if (/Chrom(e|ium)|CriOS/.test(userAgent)) return 'Google';
  if (/\bSafari\b/.test(userAgent)) return 'Apple';
  return 'the maker of your browser';
}

/** What a recogniser's error means for the person; null for one that means nothing. */
export function recogniserTrouble(error: string): string | null {
  switch (error) {
    case 'no-speech':
    case 'aborted':
      return null;
    case 'not-allowed':
    case 'service-not-allowed':
      return 'Your browser may not listen on this page. Allow it the microphone, or type.';
    case 'audio-capture':
      return 'Your browser finds no microphone. Plug one in, or type.';
    case 'network':
      return 'Your browser cannot reach its speech service. Please type.';
    default:
      return 'Your browser cannot listen right now. Please type.';
  }
}
