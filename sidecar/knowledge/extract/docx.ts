import mammoth from 'mammoth';
import { type Block, blocksOf } from '../html-text.ts';
import { LIMITS } from './limits.ts';
import { checkZip } from './zip-check.ts';

/** Headings, paragraphs and list items of a Word document; pictures are left out. @throws when it is no DOCX or unpacks to too much */
export async function blocksOfDocx(data: Uint8Array): Promise<readonly Block[]> {
  const buffer = Buffer.from(data);
  checkZip(buffer, LIMITS);
  const { value } = await mammoth.convertToHtml(
    { buffer },
    {
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      externalFileAccess: false,
      // Titles are headings, too.
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"],
    },
  );
  return blocksOf(`<div>${value}</div>`, LIMITS.chars);
}
