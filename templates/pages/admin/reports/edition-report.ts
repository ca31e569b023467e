import type { Moment } from '../../reader/site.ts';
import type { AdminSite } from '../admin-frame.tsx';
import type { SubjectTestResult } from '../editions/subject-test-words.ts';
import type { ChartHour } from './hour-chart.tsx';

export interface CountedReaders {
  readonly people: number;
  readonly excluded: ReadonlyArray<{ readonly reason: string; readonly readers: number }>;
}

export interface ReportLink extends CountedReaders {
  readonly number: number;
  readonly url: string;
  readonly words: string;
}

export interface ReportFigures {
  readonly delivered: number;
  readonly bounced: number;
  readonly clicks: number;
  readonly opens: number;
  readonly unsubscribes: number;
  readonly complaints: number;
}

export interface ReportBefore extends ReportFigures {
  readonly href: string;
  readonly subject: string;
  readonly at: Moment;
}

export interface ReportBounces {
  readonly provider: string;
  readonly replyClass: string;
  readonly code: number | null;
  readonly text: string;
  readonly readers: number;
}

export interface ReportSubject {
  readonly subject: string;
  readonly accepted: number;
  readonly clicks: number;
  readonly opens: number;
}

/** Two subjects that were tried, and the rest with the one that won. */
export interface ReportSubjects {
  readonly a: ReportSubject;
  readonly b: ReportSubject;
  /** Without its subject, as long as none has won. */
  readonly rest: ReportSubject;
  /** Null while it is open. */
  readonly result: SubjectTestResult | null;
}

export interface EditionReportPageProps {
  readonly site: AdminSite;
  readonly path: string;
  /** Where a report for a sponsor begins; null for who may not make one. */
  readonly sponsorHref: string | null;
  readonly subject: string;
  readonly newsletter: string;
  readonly sentAt: Moment;
  readonly readAt: string;
  readonly figures: ReportFigures;
  readonly audience: number;
  readonly unsettled: number;
  readonly tracking: { readonly clicks: boolean; readonly opens: boolean };
  readonly clicks: CountedReaders;
  readonly opens: CountedReaders;
  readonly subjectTest: ReportSubjects | null;
  readonly links: readonly ReportLink[];
  readonly hours: readonly ChartHour[];
  readonly bounces: readonly ReportBounces[];
  readonly history: readonly ReportBefore[];
  /** It asked its readers something. */
  readonly hasPoll: boolean;
}
