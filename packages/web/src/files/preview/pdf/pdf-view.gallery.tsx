import { shown } from '../shown-file.tsx';
import { aPdf } from './pdf.builder.ts';

export const Pages = shown(
  'report.pdf',
  'application/pdf',
  aPdf(['Soil cores', 'Second page', 'Third page']),
);

export const Broken = shown('broken.pdf', 'application/pdf', '%PDF-1.7 nothing of it follows');
